/// Why a schedule cannot be made smaller.
package enum MinimizerError: Error, Hashable, Sendable {
  /// The model does not follow it.
  case diverged(ReplayError)
  /// Nothing is wrong at its end (nothing: the execution could go on).
  case noFinding(ExecutionEnd?)
}
