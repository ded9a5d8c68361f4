import LabLanguage
import LabTrace
import XCTest

/// What a program says besides its instructions.
final class CompilerProgramTests: XCTestCase {
  func testObjectsAreNumberedThroughByCell() throws {
    let program = try program(
      """
      var x[3] = [1, 2, 3] guarded by m; shm mutex m : robust fair; semaphore s = 2
      barrier b(4); buffer q(5); event e = 1 : manual; condition c on k; mutex k
      thread t { x[0] = s.value() + q.size(); with m { }; b.wait(); e.set(); with k { c.signal() } }
      """)
    XCTAssertEqual(program.objects.map(\.name), ["x", "m", "s", "b", "q", "e", "c", "k"])
    XCTAssertEqual(program.objects.map(\.firstCell), [0, 3, 4, 5, 6, 7, 8, 9])
    XCTAssertEqual(program.cellCount, 10)
    XCTAssertEqual(program.objects[0].initial, [1, 2, 3])
    XCTAssertEqual(program.objects[0].guardedBy, 1)
    XCTAssertEqual(program.objects[1].attributes, [.robust, .fair])
    XCTAssertEqual(program.objects[1].sharing, .shm)
    XCTAssertEqual(program.objects[2].initial, [2])
    XCTAssertEqual(program.objects[3].capacity, 4)
    XCTAssertEqual(program.objects[4].capacity, 5)
    XCTAssertEqual(program.objects[5].attributes, .manual)
    XCTAssertEqual(program.objects[6].mutex, 7)
    XCTAssertEqual(program.objects.map(\.isArray), [true] + Array(repeating: false, count: 7))
  }

  func testActorsAndGroups() throws {
    let program = try program(
      """
      var x = 0
      daemon thread d { loop { yield } }
      thread w[2] { x = self }
      main { spawn w; join w }
      """)
    XCTAssertEqual(program.actors.map(\.name), ["d", "w[0]", "w[1]", "main"])
    XCTAssertEqual(program.actors.map(\.isDaemon), [true, false, false, false])
    XCTAssertEqual(program.actors.map(\.isSpawned), [false, true, true, false])
    XCTAssertEqual(program.actors.map(\.index), [0, 0, 1, 0])
    XCTAssertEqual(program.actors.map(\.kind), [.thread, .thread, .thread, .main])
    XCTAssertEqual(program.groups.map(\.firstActor), [0, 1, 3])
    XCTAssertEqual(program.groups.map(\.count), [1, 2, 1])
    XCTAssertEqual(program.groups.map(\.isArray), [false, true, false])
  }

  func testActorsShareCodeUnlessTheyLookAtThemselves() throws {
    let program = try program(
      "var x = 0\nfunc me() { return self }\nthread a[3] { x = 1 }\nthread b[3] { x = me() }")
    XCTAssertEqual(program.actors.map(\.code), [0, 0, 0, 1, 2, 3])
  }

  func testSectionsAreDeclaredByTheirUse() throws {
    let program = try program(
      "thread t { section b limit 2 { section a { } } }\nfunc f() { section b limit 1 + 1 { } }")
    XCTAssertEqual(program.sections, [Section(name: "b", limit: 2), Section(name: "a", limit: 1)])
  }

  func testObjectsInRegions() throws {
    let program = try program(
      """
      var single = 0, pair = 0, other = 0, written = 0, indexed[2], helped = 0, outside = 0; atomic a = 0
      func help() { helped = 1 }
      thread t {
          await single == 1 || single == 2
          await pair == 1 && other == 2
          await indexed[0] == indexed[1]
          atomic { await a == 1; written = 1; help() }
          outside = 1
      }
      """)
    XCTAssertEqual(
      program.objects.filter(\.isInRegion).map(\.name),
      ["pair", "other", "written", "indexed", "helped", "a"])
  }

  func testPoolsHaveWorkers() throws {
    let program = try program(
      """
      pool p(8) = threads(2); atomic sum = 0
      task never() { }
      task add(a, b) { sum.add(a + b) }
      main { p.submit(add, 1, 2); p.drain() }
      """)
    XCTAssertEqual(program.actors.map(\.name), ["main", "p[0]", "p[1]"])
    XCTAssertEqual(program.actors.map(\.kind), [.main, .poolWorker, .poolWorker])
    XCTAssertEqual(program.actors.map(\.isDaemon), [false, false, false])
    XCTAssertEqual(program.objects[0].workers, 1)
    XCTAssertEqual(program.objects[0].capacity, 8)
    XCTAssertFalse(program.objects[0].workersAreProcesses)
    XCTAssertEqual(
      program.tasks, [Task(name: "never", parameterCount: 0), Task(name: "add", parameterCount: 2)])
    XCTAssertEqual(program.steps(of: "main"), ["poolSubmit p add r0", "poolDrain p"])
    // Only what is submitted is dispatched.
    XCTAssertEqual(program.steps(of: "p[0]"), ["poolTake p r1", "atomicAdd sum", "poolFinish p"])
    let submit = try XCTUnwrap(program.codes[0].instructions.first { $0.opcode == .poolSubmit })
    XCTAssertEqual(submit.modifier, 2)
    XCTAssertEqual(submit.extra, 1)
  }

  func testWorkersWithoutAMainAreDaemons() throws {
    let program = try program("pool p = processes(1)\ntask t() { }\nthread w { p.submit(t) }")
    XCTAssertTrue(program.actors[1].isDaemon)
    XCTAssertTrue(program.objects[0].workersAreProcesses)
  }

  func testObservedLocalsHaveRegistersOfTheirOwn() throws {
    let program = try program(
      """
      var x = 0
      thread w[2] { local a = x; if a { local r = x; x = r }; local s = x; s = s + 1 }
      expect finally w[1].s + w[0].r == 0
      """)
    let code = program.codes[0]
    guard case .finally(let expression) = program.expectations[0].property,
      case .binary(.equal, .binary(.add, .local(let first, let s), .local(let second, let r)), _) = expression
        .node
    else { return XCTFail("\(program.expectations)") }
    XCTAssertEqual([first, second], [1, 0])
    XCTAssertEqual([s.rawValue, r.rawValue], [0, 1])
    let writers = code.instructions.filter { $0.registersWritten.contains(s) }
    XCTAssertEqual(writers.map { program.text(of: $0, in: code) }, ["r0 = load x", "r0 = add r0, 1"])
  }

  func testExpectations() throws {
    let program = try program(
      """
      param N = 2
      var x = 0, y = 0; thread w[N] { x = 1; y = 2 }
      expect race on x, y
      expect no deadlock of w[1], w[0] when N > 1
      expect always x <= N   when N == 3
      expect outcomes (x, x+y) { 1, N: reachable "why"; 1, 3: forbidden } when N == 2
      """)
    XCTAssertEqual(
      program.expectations.map(\.text),
      [
        "race on x, y", "no deadlock of w[1], w[0] when N > 1", "always x <= N when N == 3",
        "outcomes (x, x + y) when N == 2",
      ])
    XCTAssertEqual(program.expectations.map(\.isApplicable), [true, true, false, true])
    XCTAssertEqual(program.expectations[0].property, .race(expected: true, on: [0, 1]))
    XCTAssertEqual(program.expectations[1].property, .finding(.deadlock, expected: false, of: [0, 1]))
    guard case .outcomes(let columns, let rows) = program.expectations[3].property else { return XCTFail() }
    XCTAssertEqual(columns.map(\.text), ["x", "x + y"])
    XCTAssertEqual(rows.map(\.values), [[1, 2], [1, 3]])
    XCTAssertEqual(rows.map(\.note), ["why", ""])
    XCTAssertEqual(program.sites[Int(rows[1].site.rawValue)].line, 7)
  }

  func testSitesSayWhere() throws {
    let program = try program(
      "mutex m; var c = 0\nthread t {\n  with m { c = c + 1 }\n  if c > 1 { c = 0 }\n}")
    let code = program.codes[0].instructions
    let texts = code.filter(\.opcode.isVisible).map { instruction -> String in
      let site = program.sites[Int(instruction.site.rawValue)]
      return "\(site.file):\(site.line):\(site.column) \(site.text)"
    }
    XCTAssertEqual(
      texts,
      [
        "t.lab:4:3 with m { … }", "t.lab:4:16 c = c + 1", "t.lab:4:12 c = c + 1", "t.lab:4:22 with m { … }",
        "t.lab:5:6 if c > 1 { … }", "t.lab:5:14 c = 0",
      ])
    XCTAssertEqual(program.sites[0].text, "")
    XCTAssertEqual(Set(program.sites).count, program.sites.count)
  }

  func testMetadata() throws {
    let program = try program(
      "title \"a\"; teaches \"b\"; story \"c\"; hint \"d\"; source \"e\"; fixed by \"f\"; fixes \"g\"\ntags x, y-z\nmain { }"
    )
    var expected = Metadata()
    expected.title = "a"
    expected.teaches = "b"
    expected.story = "c"
    expected.hint = "d"
    expected.source = "e"
    expected.fixedBy = ["f"]
    expected.fixes = ["g"]
    expected.tags = ["x", "y-z"]
    XCTAssertEqual(program.metadata, expected)
    XCTAssertEqual(program.name, "t")
  }

  // MARK: parameters

  private let parameters = """
    param N = 2 in 1...8; param T = N * 2; const C = T + 1
    var x[C] = N; thread w[T] { x[0] = 1 }
    native { runs 10; timeout 2s; param N = 4; param T = N + 1 }
    """

  func testParametersFillInSizes() throws {
    let program = try program(parameters)
    XCTAssertEqual(program.parameters.map(\.value), [2, 4])
    XCTAssertEqual(program.actors.count, 4)
    XCTAssertEqual(program.objects[0].initial, [2, 2, 2, 2, 2])
    XCTAssertEqual(program.native.runs, 10)
    XCTAssertEqual(program.native.timeoutNanoseconds, 2_000_000_000)
  }

  func testOverridesAreStrongerThanTheFile() throws {
    let program = try program(parameters, overrides: [RunInfo.Parameter(name: "N", value: 3)])
    XCTAssertEqual(program.parameters.map(\.value), [3, 6])
    XCTAssertEqual(program.actors.count, 6)
  }

  func testTheNativeBlockCountsOnlyForNativeRuns() throws {
    let source = scenario(parameters)
    XCTAssertEqual(
      Compiler.compile(source, appliesNativeBlock: true).program?.parameters.map(\.value), [4, 3])
    let overrides = [RunInfo.Parameter(name: "N", value: 5)]
    XCTAssertEqual(
      Compiler.compile(source, overrides: overrides, appliesNativeBlock: true).program?.parameters.map(
        \.value),
      [5, 6])
  }

  func testOverridesThatDoNotFit() {
    let overrides = [
      RunInfo.Parameter(name: "N", value: 9), RunInfo.Parameter(name: "M", value: 1),
      RunInfo.Parameter(name: "T", value: 1), RunInfo.Parameter(name: "T", value: 2),
      RunInfo.Parameter(name: "count", value: 2),
    ]
    let result = Compiler.compile(scenario(parameters), overrides: overrides)
    XCTAssertNil(result.program)
    XCTAssertEqual(result.diagnostics, [])
    XCTAssertEqual(
      result.overrideErrors.map(\.message),
      [
        "N=9 is outside 1...8", "the scenario has no parameter 'M'", "parameter 'T' is given twice",
        "the scenario has no parameter 'count'",
      ])
    XCTAssertEqual(
      result.overrideErrors.map(\.hint),
      [
        "give a value from 1 to 8: -p N=1", "it has 'N', 'T'", "give it once", "it has 'N', 'T'",
      ])
  }

  func testAnOverrideCanMakeTheFileWrong() {
    let result = Compiler.compile(
      scenario(parameters), overrides: [RunInfo.Parameter(name: "T", value: 200)])
    XCTAssertEqual(result.overrideErrors, [])
    XCTAssertEqual(result.diagnostics.map(\.message), ["a scenario has at most 128 actors"])
  }

  func testErrorsOfTheParserComeAlone() {
    let result = Compiler.compile(scenario("var x = \nthread w { y = 1 }"))
    XCTAssertNil(result.program)
    XCTAssertEqual(result.diagnostics.count, 1)
  }
}
