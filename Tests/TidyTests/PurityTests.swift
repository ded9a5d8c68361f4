import XCTest

/// Core computes the same from the same input, everywhere and every time.
final class PurityTests: XCTestCase {
  private struct Ban {
    var pattern: String
    var instead: String
  }

  private let core = SourceTree.sources.filter { $0.path.hasPrefix("Sources/Core/") }

  private func check(_ files: [SourceFile], _ bans: [Ban]) {
    for file in files {
      for ban in bans {
        for place in file.places(matching: ban.pattern) { XCTFail("\(place): \(ban.instead)") }
      }
    }
  }

  func testCoreReadsNoClock() {
    check(
      core,
      [
        Ban(
          pattern: #"\b(ContinuousClock|SuspendingClock)\b"#,
          instead: "Core has no clock: take the time as a parameter"),
        Ban(
          pattern: #"\b(clock_gettime|gettimeofday|mach_absolute_time)\b"#,
          instead: "Core has no clock: take the time as a parameter"),
        Ban(pattern: #"\bDate\("#, instead: "Core has no clock: take the time as a parameter"),
      ])
  }

  func testCoreHasNoRandomnessButSplitMix64() {
    let instead = "use a SplitMix64 with a seed from the caller: same seed, same bytes"
    check(
      core,
      [
        Ban(pattern: #"\bSystemRandomNumberGenerator\b"#, instead: instead),
        Ban(pattern: #"\.random\((in:[^,]*)?\)"#, instead: instead),
        Ban(pattern: #"\.(shuffled|shuffle|randomElement)\(\)"#, instead: instead),
        Ban(pattern: #"\b(arc4random|getrandom|drand48)"#, instead: instead),
      ])
  }

  func testCoreOutputDoesNotDependOnHashSeeds() {
    check(
      core,
      [
        Ban(
          pattern: #"\.hashValue\b|\bHasher\(\)"#,
          instead: "Swift seeds its hashes anew in every process: use a fixed hash such as FNV"),
        Ban(
          pattern: #"\bfor\b.*\bin\b(?!.*sorted).*\.keys\b"#,
          instead: "the order of a dictionary differs from run to run: sort before you iterate"),
        Ban(
          pattern: #"\bin\s+(Set|Dictionary)[<(](?!.*sorted)"#,
          instead: "the order of a set differs from run to run: sort before you iterate"),
      ])
  }

  func testNoFoundationInSources() {
    for file in SourceTree.sources {
      for (module, line) in file.imports
      where ["Foundation", "FoundationEssentials", "Dispatch"].contains(module) {
        XCTFail("\(file.path):\(line): \(module) costs start-up time and hides the system: use LabPlatform")
      }
    }
  }

  func testOnlyExecutablesPrintAndExit() {
    let executables = SourceTree.manifest.targets.filter { $0.kind == .executable }.map(\.name)
    // LabPlatform holds the system's own calls; whoever needs one of these says so there, with its name.
    let mayEnd = executables + ["LabPlatform"]
    let libraries = SourceTree.sources.filter { file in
      SourceTree.manifest.target(of: file).map { !mayEnd.contains($0.name) } ?? true
    }
    check(
      libraries,
      [
        Ban(
          pattern: #"(?<!func |case )(?<![\w.])(print|debugPrint|dump|putchar|puts)\((?!&)"#,
          instead: "return the text; only executables print"),
        Ban(
          pattern: #"(?<!func |case )(?<![\w.])(exit|_exit|abort|quick_exit)\("#,
          instead: "throw or return; only executables end the process"),
      ])
  }
}
