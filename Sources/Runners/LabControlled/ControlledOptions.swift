/// What a controlled run may do, beside what the scenario says.
package struct ControlledOptions: Hashable, Sendable {
  /// Waiters of conditions may wake though nobody signalled: `--spurious`.
  package var allowsSpuriousWakes = false
  /// Waits with a deadline may time out at any moment; without it they never do: `--no-timeouts`.
  package var allowsTimeouts = true
  /// The most tasks that the queue of a pool without bound can hold; more end the execution with a failure
  /// of kind `limit`.
  package var poolQueueLimit = 64
  /// The most local instructions behind one step: more count as an endless loop.
  package var localBudget = 4_000_000
  /// The most bytes that a state may take.
  package var stateLimit = 1 << 20
  /// Whether happens-before knows the places of a buffer apart, as LANGUAGE says.
  ///
  /// Nil: where the program has variables that could race. The state then holds where the queue starts.
  package var distinguishesPlaces: Bool?

  package init() {}
}
