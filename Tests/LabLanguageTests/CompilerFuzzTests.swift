import LabLanguage
import LabTrace
import XCTest

/// Mutated foreign programs: the compiler answers with a program or with errors, never with a trap.
final class CompilerFuzzTests: XCTestCase {
  func testThousandsOfMutatedProgramsAreCompiledOrRefused() throws {
    let seed: UInt64 = 4_711
    var random = SplitMix64(seed: seed)
    let texts = try corpus().map(\.text)
    let words = Self.words(of: texts)
    var compiled = 0
    for round in 0..<3_000 {
      let text = mutate(texts[Int(random.below(UInt64(texts.count)))], words, &random)
      let source = SourceText(text, file: "fuzz.lab")
      let result = Compiler.compile(source)
      let errors = result.diagnostics.filter { $0.severity == .error }
      XCTAssertEqual(result.program == nil, !errors.isEmpty, "seed \(seed), round \(round):\n\(text)")
      XCTAssertLessThanOrEqual(result.diagnostics.count, 42)
      for diagnostic in result.diagnostics {
        XCTAssertLessThanOrEqual(diagnostic.range.end, text.utf8.count)
      }
      if let program = result.program {
        compiled += 1
        assertConsistent(program, "seed \(seed), round \(round):\n\(text)")
      }
    }
    // Both ways have to be taken often enough.
    XCTAssertGreaterThan(compiled, 300)
    XCTAssertLessThan(compiled, 2_700)
  }

  private static func words(of texts: [String]) -> [String] {
    var words: Set<String> = [
      "9223372036854775807", "-1", "timeout: 1ms", "shm", "forked", "process", "choose(0, 1)",
    ]
    for text in texts { words.formUnion(text.split { $0 == " " || $0 == "\n" }.map(String.init)) }
    return words.sorted()
  }

  /// Swaps, drops, doubles or replaces some words.
  private func mutate(_ text: String, _ words: [String], _ random: inout SplitMix64) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }
    for _ in 0...random.below(3) {
      let line = 1 + Int(random.below(UInt64(lines.count - 1)))
      guard !lines[line].isEmpty else { continue }
      let word = Int(random.below(UInt64(lines[line].count)))
      switch random.below(5) {
      case 0: lines[line].remove(at: word)
      case 1: lines[line][word] = words[Int(random.below(UInt64(words.count)))]
      case 2: lines[line].insert(words[Int(random.below(UInt64(words.count)))], at: word)
      case 3: lines.remove(at: line)
      default: lines.insert(lines[line], at: 1 + Int(random.below(UInt64(lines.count - 1))))
      }
      if lines.count < 2 { return text }
    }
    return lines.map { $0.joined(separator: " ") }.joined(separator: "\n")
  }

  /// Every number in the program names something that is there.
  private func assertConsistent(_ program: Program, _ note: String) {
    for actor in program.actors { XCTAssertLessThan(actor.code, program.codes.count, note) }
    for code in program.codes {
      XCTAssertEqual(code.instructions.last?.opcode, .end, note)
      let limit = code.registerCount + code.constants.count
      for instruction in code.instructions {
        XCTAssertLessThan(Int(instruction.site.rawValue), program.sites.count, note)
        XCTAssert(instruction.registersRead.allSatisfy { $0.index < limit }, note)
        XCTAssert(instruction.registersWritten.allSatisfy { $0.index < code.registerCount }, note)
        if let target = instruction.jumpTarget { XCTAssertLessThan(target, code.instructions.count, note) }
        if instruction.opcode == .regionBegin {
          XCTAssertEqual(code.instructions[Int(instruction.extra)].opcode, .regionEnd, note)
        }
      }
    }
    XCTAssertFalse(program.disassembly.isEmpty && !program.codes.isEmpty, note)
  }
}
