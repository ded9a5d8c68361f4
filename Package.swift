// swift-tools-version: 6.2
import PackageDescription

// The arrows between targets are the architecture: nothing else may import anything else.
// `.ci/run` builds with `--explicit-target-dependency-import-check error`; TidyTests hold the rest.

/// A pure module: no Foundation, no Glibc, no clock.
func core(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/Core/\(name)")
}

/// A module that touches the machine.
func system(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/System/\(name)")
}

let package = Package(
  name: "SyncLab",
  products: [
    .library(name: "LabPrimitives", targets: ["LabPrimitives"]),
    .library(name: "LabRecorder", targets: ["LabRecorder"]),
    .library(name: "LabTrace", targets: ["LabTrace"]),
    .executable(name: "synclab", targets: ["synclab"]),
    .executable(name: "synclab-child", targets: ["synclab-child"]),
    .executable(name: "synclab-bench", targets: ["synclab-bench"]),
  ],
  targets: [
    core("LabTrace"),
    core("LabLanguage", ["LabTrace"]),
    core("LabSemantics"),
    core("LabExploration", ["LabTrace"]),
    core("LabAnalysis", ["LabTrace"]),
    core("LabJudgement", ["LabTrace", "LabLanguage", "LabAnalysis"]),
    core("LabReports", ["LabTrace", "LabAnalysis", "LabJudgement"]),

    system("CLabPlatform"),
    system("LabPlatform", ["CLabPlatform"]),
    system("LabPrimitives", ["LabPlatform"]),
    system("LabRecorder", ["LabTrace", "LabPlatform", "LabPrimitives"]),

    .target(
      name: "LabNative",
      dependencies: [
        "LabTrace", "LabLanguage", "LabExploration", "LabJudgement", "LabPlatform", "LabPrimitives",
        "LabRecorder",
      ],
      path: "Sources/Runners/LabNative"),

    .target(
      name: "LabControlled", dependencies: ["LabTrace", "LabLanguage", "LabSemantics", "LabExploration"],
      path: "Sources/Runners/LabControlled"),

    .target(
      name: "LabWorkbench",
      dependencies: [
        "LabTrace", "LabLanguage", "LabAnalysis", "LabJudgement", "LabReports", "LabPlatform", "LabNative",
      ],
      path: "Sources/Tools/LabWorkbench"),
    // On synclab-child it depends so that `swift run synclab` builds that beside it.
    .executableTarget(
      name: "synclab",
      dependencies: [
        "LabTrace", "LabLanguage", "LabAnalysis", "LabJudgement", "LabReports", "LabPlatform", "LabRecorder",
        "LabNative", "LabWorkbench", "synclab-child",
      ],
      path: "Sources/Tools/synclab"),
    .executableTarget(
      name: "synclab-child", dependencies: ["LabNative", "LabPlatform"], path: "Sources/Tools/synclab-child"),
    .executableTarget(
      name: "synclab-bench",
      dependencies: [
        "LabTrace", "LabLanguage", "LabExploration", "LabAnalysis", "LabPlatform", "LabPrimitives",
        "LabRecorder",
        "LabControlled",
      ],
      path: "Sources/Tools/synclab-bench"),

    .target(name: "LabTestSupport", dependencies: ["LabPlatform"], path: "Tests/LabTestSupport"),
    .testTarget(name: "LabTraceTests", dependencies: ["LabTrace", "LabTestSupport"]),
    .testTarget(name: "LabSemanticsTests", dependencies: ["LabSemantics", "LabTestSupport"]),
    .testTarget(name: "LabLanguageTests", dependencies: ["LabLanguage", "LabTrace", "LabTestSupport"]),
    .testTarget(name: "LabExplorationTests", dependencies: ["LabExploration", "LabTrace", "LabTestSupport"]),
    .testTarget(name: "LabAnalysisTests", dependencies: ["LabAnalysis", "LabTrace", "LabTestSupport"]),
    .testTarget(
      name: "LabJudgementTests",
      dependencies: ["LabJudgement", "LabAnalysis", "LabLanguage", "LabTrace", "LabTestSupport"]),
    .testTarget(
      name: "LabReportsTests",
      dependencies: [
        "LabReports", "LabJudgement", "LabAnalysis", "LabLanguage", "LabTrace", "LabTestSupport",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "LabPlatformTests", dependencies: ["LabPlatform", "LabTestSupport", "synclab-bench"]),
    .testTarget(
      name: "LabPrimitivesTests",
      dependencies: ["LabPrimitives", "LabPlatform", "LabTestSupport", "synclab-bench"]),
    .testTarget(
      name: "LabRecorderTests",
      dependencies: [
        "LabRecorder", "LabTrace", "LabPlatform", "LabPrimitives", "LabTestSupport", "synclab-bench",
      ]),
    .testTarget(
      name: "LabNativeTests",
      dependencies: [
        "LabNative", "LabLanguage", "LabTrace", "LabPlatform", "LabPrimitives", "LabRecorder",
        "LabTestSupport",
        "synclab-child",
      ]),
    .testTarget(
      name: "LabControlledTests",
      dependencies: [
        "LabControlled", "LabSemantics", "LabExploration", "LabLanguage", "LabTrace", "LabTestSupport",
      ]),
    .testTarget(
      name: "SynclabTests",
      dependencies: [
        "LabWorkbench", "LabLanguage", "LabTrace", "LabAnalysis", "LabJudgement", "LabReports", "LabPlatform",
        "LabRecorder", "LabTestSupport", "synclab", "synclab-child",
      ]),
    .testTarget(
      name: "CorpusTests", dependencies: ["LabLanguage", "LabTrace", "LabTestSupport"], exclude: ["Corpus"]),
    .testTarget(name: "TidyTests", dependencies: ["LabTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
