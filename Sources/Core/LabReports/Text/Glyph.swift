/// The signs of the reports, each with a fallback for terminals that only know ASCII.
package enum Glyph: Sendable, CaseIterable {
  case line
  case held
  case heldSeveral
  case waiting
  case asleep
  case exited
  case died
  case mark
  case pause
  case idle
  case idleWaiting
  case ellipsis
  case arrowLeft
  case arrowRight
  case from
  case failed
  case passed
  case bar
  case halfBar
  case dash
  case times

  /// The sign, one column wide but for the ASCII ellipsis.
  package func text(ascii: Bool) -> String {
    switch self {
    case .line: ascii ? "-" : "─"
    case .held: ascii ? "=" : "━"
    case .heldSeveral: ascii ? "#" : "═"
    case .waiting: ascii ? "~" : "┅"
    case .asleep: ascii ? "z" : "┄"
    case .exited: ascii ? "|" : "┤"
    case .died, .failed: ascii ? "X" : "✗"
    case .mark: ascii ? "^" : "▲"
    case .pause: ascii ? "..." : "⏸"
    case .idle: ascii ? "." : "·"
    case .idleWaiting: ascii ? ":" : "┊"
    case .ellipsis: ascii ? "..." : "…"
    case .arrowLeft: ascii ? "<" : "◀"
    case .arrowRight: ascii ? ">" : "▶"
    case .from: ascii ? "<-" : "←"
    case .passed: ascii ? "ok" : "✓"
    case .bar: ascii ? "#" : "█"
    case .halfBar: ascii ? "+" : "▌"
    case .dash: ascii ? "-" : "–"
    case .times: ascii ? "x" : "×"
    }
  }
}
