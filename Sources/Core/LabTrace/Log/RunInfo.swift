/// What was run, and how: enough to run it again without its source file.
public struct RunInfo: Hashable, Sendable {
  /// How the run was made.
  public enum Mode: UInt8, Sendable {
    case native = 0
    case controlled
    /// A program of the user's own that recorded itself.
    case recorded
  }

  /// Name of the scenario, or of the program.
  public var name: String
  /// Canonical text of the scenario, empty for a recorded program.
  public var scenario: String
  /// Parameters in force, in the order of the text.
  public var parameters: [Parameter]
  /// Command-line flags that change what a run may do, as given.
  public var flags: [String]
  /// Seed of every random choice.
  public var seed: UInt64
  /// How it was run.
  public var mode: Mode
  /// The schedule that was asked for or taken, empty if there is none.
  public var schedule: String

  /// A parameter and its value.
  public struct Parameter: Hashable, Sendable {
    /// Name in the scenario.
    public var name: String
    /// Value in this run.
    public var value: Int64

    /// Makes a parameter.
    public init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }

  /// Describes a run.
  public init(
    name: String, scenario: String = "", parameters: [Parameter] = [], flags: [String] = [], seed: UInt64 = 0,
    mode: Mode = .native, schedule: String = ""
  ) {
    self.name = name
    self.scenario = scenario
    self.parameters = parameters
    self.flags = flags
    self.seed = seed
    self.mode = mode
    self.schedule = schedule
  }
}
