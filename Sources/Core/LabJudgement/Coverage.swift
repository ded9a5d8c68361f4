/// How much of what could happen has been looked at: decides what absence proves.
package enum Coverage: Hashable, Sendable {
  /// Some native runs: they show what can happen, never what cannot.
  case runs(Int)
  /// Every interleaving.
  case complete
  /// A search that stopped early, and why.
  case stopped(String)
}
