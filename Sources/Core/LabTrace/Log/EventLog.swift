/// Everything one run left: who took part, on what, where in the source, and what each thread did.
///
/// Both runners end in an `EventLog`; every analysis and every report starts from one.
public struct EventLog: Hashable, Sendable {
  /// What was run, and how.
  public var run: RunInfo
  /// One log per thread; index 0 is the lab itself.
  public var threads: [ThreadLog]
  /// The shared objects; `ObjectID` n is at index n - 1.
  public var objects: [ObjectInfo]
  /// The places in the source; index 0 is the unknown place.
  public var sites: [Site]
  /// Texts of marks, prints and failures.
  public var strings: [String]
  /// What is missing or was damaged, in sentences, for a trace that a killed process left.
  public var notes: [String]

  /// Makes a log.
  public init(
    run: RunInfo, threads: [ThreadLog] = [], objects: [ObjectInfo] = [], sites: [Site] = [],
    strings: [String] = [], notes: [String] = []
  ) {
    self.run = run
    self.threads = threads
    self.objects = objects
    self.sites = sites
    self.strings = strings
    self.notes = notes
  }
}
