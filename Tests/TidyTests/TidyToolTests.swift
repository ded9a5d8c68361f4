import XCTest

/// The tidy tests read source text with small tools of their own; a tool that sees nothing would pass anything.
final class TidyToolTests: XCTestCase {
  func testScannerTellsCodeFromCommentsAndStrings() {
    let text = ##"""
      import Alpha  // import Beta
      let a = "print(1)" + #"exit("x")\#(y)"# /* print(2) /* nested */ exit(3) */ + b
      /// print(3)
      let c = "\" print(4)"; print(5)
      #if DEBUG
      """##
    let lines = SwiftText.code(of: text).components(separatedBy: "\n")
    XCTAssertEqual(SwiftText.importedModule(in: lines[0]), "Alpha")
    XCTAssertFalse(lines[0].contains("Beta"))
    XCTAssertFalse(lines[1].contains("print") || lines[1].contains("exit"))
    XCTAssertTrue(lines[1].hasSuffix("+ b"))
    XCTAssertFalse(lines[2].contains("print"))
    XCTAssertFalse(lines[3].contains("4"))
    XCTAssertTrue(lines[3].contains("print(5)"))
    XCTAssertEqual(lines[4], "#if DEBUG")
  }

  func testScannerSkipsMultilineStringsAndKeepsLineNumbers() {
    let text = "let a = \"\"\"\n  import Alpha \" \"\" //\n  \"\"\"\nimport Beta\n"
    let file = SourceFile(path: "Sample.swift", text: text)
    XCTAssertEqual(file.imports.map(\.module), ["Beta"])
    XCTAssertEqual(file.imports.map(\.line), [4])
  }

  func testEveryFormOfImportIsSeen() {
    let forms = [
      "import Alpha", "  internal import Alpha", "@testable import Alpha",
      "@preconcurrency public import Alpha",
      "import struct Alpha.Beta", "@_spi(Testing) import Alpha", "package import func Alpha.gamma",
    ]
    for form in forms { XCTAssertEqual(SwiftText.importedModule(in: form), "Alpha", form) }
    XCTAssertNil(SwiftText.importedModule(in: "let important = 1"))
  }

  func testManifestReaderSeesAllFormsOfTargets() {
    let manifest = Manifest(
      text: """
        func core(_ name: String) -> Target { .target(name: name) }
        let package = Package(
          targets: [
            core("One"), core(
              "Two",
              ["One"]), system("Three", ["One", "Two"]),  // core("Not")
            .target(
              name: "Four",
              dependencies: ["Three"],
              path: "Elsewhere/Four"),
            .executableTarget(name: "five", dependencies: ["Four"], path: "Sources/Tools/five"),
            .testTarget(name: "SixTests", dependencies: ["One"], exclude: ["Data"]),
          ])
        """)
    XCTAssertEqual(manifest.targets.map(\.name), ["One", "Two", "Three", "Four", "five", "SixTests"])
    XCTAssertEqual(
      manifest.targets.map(\.dependencies), [[], ["One"], ["One", "Two"], ["Three"], ["Four"], ["One"]])
    XCTAssertEqual(
      manifest.targets.map(\.path),
      [
        "Sources/Core/One", "Sources/Core/Two", "Sources/System/Three", "Elsewhere/Four",
        "Sources/Tools/five",
        "Tests/SixTests",
      ])
    XCTAssertEqual(manifest.target(named: "five")?.kind, .executable)
    XCTAssertEqual(manifest.target(named: "SixTests")?.kind, .test)
  }

  func testTheTreeWasFound() {
    XCTAssertNotNil(SourceTree.manifest.target(named: "LabTrace"), "Package.swift was not understood")
    XCTAssertTrue(SourceTree.sources.contains { $0.path == "Sources/Core/LabTrace/Event.swift" })
    XCTAssertEqual(
      SourceTree.sources.first { $0.path == "Sources/Core/LabLanguage/Program/Program.swift" }?.imports
        .map(\.module), ["LabTrace"])
  }

  func testPlacesAreFoundWithTheirLines() {
    let file = SourceFile(path: "Sample.swift", text: "// print(1)\nprint(2)\n")
    XCTAssertEqual(file.places(matching: #"(?<![\w.])print\("#), ["Sample.swift:2"])
    XCTAssertEqual(file.places(matching: "print", inCode: false), ["Sample.swift:1", "Sample.swift:2"])
  }
}
