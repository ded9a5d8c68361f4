/// Who is told what a stateful search finds; every method says whether the search goes on.
///
/// A state is valid during the call only. The path leads to it from the initial state; its schedule is built
/// only if asked for.
@usableFromInline
package protocol StatefulVisitor<Subject> {
  associatedtype Subject: Model

  /// A state that was not seen before, the initial one included: the place for invariants.
  mutating func visit(_ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath) -> Bool

  /// A new state in which every actor that is no daemon has finished; after `visit`.
  mutating func ended(_ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath) -> Bool

  /// A new state in which nobody is enabled and somebody is not finished; after `visit`.
  mutating func deadlocked(
    _ state: UnsafeRawPointer, _ unfinished: ActorSet, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool

  /// A step that failed, misused a primitive or never came back: the last one of the path, which is empty if
  /// already the work before the first steps did.
  ///
  /// Called once for each such transition that the search takes, right after it: the model can still say more of
  /// it. The state is what the step left.
  mutating func failed(
    _ outcome: StepOutcome, _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool
}

extension StatefulVisitor {
  @inlinable
  package mutating func visit(
    _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool { true }

  @inlinable
  package mutating func ended(
    _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool { true }

  @inlinable
  package mutating func deadlocked(
    _ state: UnsafeRawPointer, _ unfinished: ActorSet, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool { true }

  @inlinable
  package mutating func failed(
    _ outcome: StepOutcome, _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool { true }
}
