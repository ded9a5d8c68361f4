import XCTest

/// The architecture as tests: a wrong import is found here with the reason, not months later.
final class ArrowTests: XCTestCase {
  private let manifest = SourceTree.manifest

  func testManifestDeclaresOnlyAllowedArrows() {
    for target in manifest.targets where target.kind != .test && target.name != "LabTestSupport" {
      guard let allowed = Architecture.arrows[target.name] else {
        XCTFail("\(target.name) has no row in Architecture.arrows: say there what it may import")
        continue
      }
      for dependency in target.dependencies where !allowed.contains(dependency) {
        XCTFail(
          "Package.swift lets \(target.name) depend on \(dependency): the architecture does not. Move the code, "
            + "or change the plan in the README and Architecture.arrows, and say why")
      }
    }
  }

  func testEveryImportIsAllowed() {
    for file in SourceTree.sources {
      guard let target = manifest.target(of: file) else { continue }
      let ours = Architecture.arrows[target.name] ?? []
      let toolchain = Architecture.toolchain[target.name] ?? []
      for (module, line) in file.imports where !ours.contains(module) && !toolchain.contains(module) {
        XCTFail(
          "\(file.path):\(line): \(target.name) must not import \(module); it may import "
            + "\((ours + toolchain).sorted().joined(separator: ", "))")
      }
    }
  }

  /// SwiftPM's own check of explicit dependencies leaves out test targets.
  func testEveryImportOfOursIsADependencyInTheManifest() {
    let ours = Set(manifest.targets.map(\.name))
    for file in SourceTree.swiftFiles {
      guard let target = manifest.target(of: file) else { continue }
      for (module, line) in file.imports where ours.contains(module) && !target.dependencies.contains(module)
      {
        XCTFail(
          "\(file.path):\(line): add \(module) to the dependencies of \(target.name), or drop the import")
      }
    }
  }

  func testNoTargetDependsOnWhatItDoesNotImport() {
    for target in manifest.targets where target.kind != .test {
      let files = SourceTree.sources.filter { manifest.target(of: $0)?.name == target.name }
      let isSkeleton = files.count <= 1 && files.allSatisfy { $0.imports.isEmpty }
      let imported = Set(files.flatMap { $0.imports.map(\.module) })
      // An executable is depended on to be built beside the other, not to be imported.
      let expected = target.dependencies.filter { !Architecture.executables.contains($0) }
      for dependency in expected where !isSkeleton && !imported.contains(dependency) {
        XCTFail("\(target.name) depends on \(dependency) and never imports it: drop it from Package.swift")
      }
    }
  }

  func testTestsImportOnlyTheirDependencies() {
    let ours = Set(manifest.targets.map(\.name))
    for file in SourceTree.swiftFiles where file.path.hasPrefix("Tests/") {
      for (module, line) in file.imports
      where !ours.contains(module) && !Architecture.toolchainForTests.contains(module) {
        XCTFail("\(file.path):\(line): tests need nothing but the toolchain: do without \(module)")
      }
    }
  }

  func testOnlyLabPlatformImportsCLabPlatform() {
    for file in SourceTree.sources where manifest.target(of: file)?.name != "LabPlatform" {
      for (module, line) in file.imports where module == "CLabPlatform" {
        XCTFail("\(file.path):\(line): call it through LabPlatform; everything systems differ in lives there")
      }
    }
  }

  func testRunnersDoNotKnowEachOther() {
    for file in SourceTree.sources where file.path.hasPrefix("Sources/Runners/") {
      let own = manifest.target(of: file)?.name
      for (module, line) in file.imports where Architecture.runners.contains(module) && module != own {
        XCTFail(
          "\(file.path):\(line): what two runners share belongs into Core or System, not into \(module)")
      }
    }
  }

  func testNobodyImportsAnExecutable() {
    let names = Architecture.executables.map { $0.replacingOccurrences(of: "-", with: "_") }
    for file in SourceTree.sources {
      for (module, line) in file.imports where names.contains(module) {
        XCTFail("\(file.path):\(line): move what you need from \(module) into LabWorkbench")
      }
    }
  }

  func testEveryFolderOfAModuleIsATarget() {
    let paths = Set(manifest.targets.map(\.path))
    let groups = ["Sources/Core", "Sources/System", "Sources/Runners", "Sources/Tools", "Tests"]
    for group in groups {
      for name in SourceTree.names(in: group) ?? [] where SourceTree.isFolder("\(group)/\(name)") {
        XCTAssertTrue(
          paths.contains("\(group)/\(name)"), "\(group)/\(name) is no target: declare it in Package.swift")
      }
    }
    XCTAssertEqual(
      SourceTree.names(in: "Sources"), ["Core", "Runners", "System", "Tools"],
      "modules live in one of the four groups under Sources")
    for path in paths.sorted() {
      XCTAssertTrue(SourceTree.isFolder(path), "Package.swift names \(path), which does not exist")
    }
  }

  func testEverySourceFileBelongsToATarget() {
    for file in SourceTree.swiftFiles {
      XCTAssertNotNil(
        manifest.target(of: file), "\(file.path) is in no target's folder and is never compiled")
    }
  }
}
