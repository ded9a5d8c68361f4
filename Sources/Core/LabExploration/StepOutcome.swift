/// What became of a step, or of the local work before the first steps.
@frozen
@usableFromInline
package struct StepOutcome: OptionSet, Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package var rawValue: UInt8

  @inlinable
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// An assertion or check failed: the execution ends here.
  ///
  /// The model can say more of its last failure.
  @inlinable
  package static var failed: StepOutcome { StepOutcome(rawValue: 1) }
  /// A primitive was misused: the execution ends here.
  @inlinable
  package static var misused: StepOutcome { StepOutcome(rawValue: 2) }
  /// The step was progress: an actor finished, a mark, a section entered, a new round of an outermost loop.
  @inlinable
  package static var progress: StepOutcome { StepOutcome(rawValue: 4) }
  /// The actor is in an endless loop of local work without any step.
  @inlinable
  package static var diverged: StepOutcome { StepOutcome(rawValue: 8) }

  /// Whether the execution goes on.
  @inlinable
  package var isContinuing: Bool { rawValue & 11 == 0 }
}
