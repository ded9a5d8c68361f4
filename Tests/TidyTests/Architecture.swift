/// The arrows between the modules: who may know whom.
///
/// Package.swift may grant less, never more.
enum Architecture {
  static let core = [
    "LabTrace", "LabSemantics", "LabLanguage", "LabExploration", "LabAnalysis", "LabJudgement", "LabReports",
  ]
  static let system = ["CLabPlatform", "LabPlatform", "LabPrimitives", "LabSharedMemory", "LabRecorder"]
  static let runners = ["LabNative", "LabControlled", "LabInterleave"]
  static let executables = ["synclab", "synclab-child", "synclab-bench"]

  /// Our modules that each module may import; a module without a row does not exist.
  static let arrows: [String: [String]] = [
    "LabTrace": [],
    "LabSemantics": ["LabTrace"],
    "LabLanguage": ["LabTrace"],
    "LabExploration": ["LabTrace"],
    "LabAnalysis": ["LabTrace", "LabSemantics"],
    "LabJudgement": ["LabTrace", "LabLanguage", "LabAnalysis"],
    "LabReports": core.filter { $0 != "LabReports" },

    "CLabPlatform": [],
    "LabPlatform": ["CLabPlatform"],
    "LabPrimitives": ["LabPlatform"],
    "LabSharedMemory": ["LabPlatform", "LabPrimitives"],
    "LabRecorder": ["LabTrace", "LabPlatform", "LabPrimitives", "LabSharedMemory"],

    "LabNative": core + systemForAll,
    "LabControlled": ["LabTrace", "LabLanguage", "LabSemantics", "LabExploration"],
    "LabInterleave": ["LabTrace", "LabSemantics", "LabExploration"] + systemForAll,

    "LabWorkbench": core + systemForAll + runners,
    "LabTesting": core + systemForAll + runners + ["LabWorkbench"],
    // `swift run synclab` must build the program that native runs happen in as well.
    "synclab": core + systemForAll + runners + ["LabWorkbench", "synclab-child"],
    "synclab-child": core + systemForAll + runners + ["LabWorkbench"],
    "synclab-bench": core + systemForAll + runners + ["LabWorkbench"],
  ]

  /// Modules of the toolchain, apart from the standard library.
  ///
  /// Only LabPlatform knows the C library, so that a port is one module; the benchmarks race against it.
  static let toolchain: [String: [String]] = [
    "LabPlatform": ["Glibc", "Synchronization"],
    "LabPrimitives": ["Synchronization"],
    "LabSharedMemory": ["Synchronization"],
    "LabRecorder": ["Synchronization"],
    "LabNative": ["Synchronization"],
    "LabInterleave": ["Synchronization"],
    "LabWorkbench": ["Synchronization"],
    "synclab-bench": ["Glibc", "Synchronization"],
  ]

  /// What tests may import beside the targets they depend on.
  static let toolchainForTests = ["XCTest", "Foundation", "Glibc", "Synchronization"]

  private static var systemForAll: [String] { system.filter { $0 != "CLabPlatform" } }
}
