/// Every word that means something somewhere in the language.
///
/// Only the reserved ones, the keywords of statements and expressions, cannot be names.
enum Word: String, CaseIterable, Sendable {
  case local, `if`, `else`, `while`, loop, `repeat`, `for`, `in`, `break`, `continue`, `return`, with, section
  case atomic, await, choose, or, spawn, join, yield, fence, sleep, work, crash, may, exit, assert, fail,
    print
  case mark, `true`, `false`
  case selfIndex = "self"

  case scenario, title, teaches, story, hint, source, tags, fixed, by, fixes, param, const, shm, forked
  case `var`, mutex, rwlock, semaphore, condition, barrier, event, buffer, ring, pool
  case on, guarded, threads, processes
  case `func`, task, daemon, thread, process, main, expect, when, native, runs, timeout, limit, read, write
  case no, race, always, finally, possible, eventually, outcomes, of

  private static let byText: [String: Word] =
    Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  static func named(_ text: String) -> Word? { byText[text] }

  var isReserved: Bool {
    switch self {
    case .local, .if, .else, .while, .loop, .repeat, .for, .in, .break, .continue, .return, .with, .section,
      .atomic, .await, .choose, .or, .spawn, .join, .yield, .fence, .sleep, .work, .crash, .may, .exit,
      .assert,
      .fail, .print, .mark, .true, .false, .selfIndex:
      true
    default: false
    }
  }

  /// The words that can start a statement, for suggestions.
  static let statementStarts: [String] = allCases.filter {
    $0.isReserved && ![.else, .in, .or, .true, .false, .selfIndex].contains($0)
  }.map(\.rawValue)

  /// The words that can start an item of a file, for suggestions.
  static let itemStarts: [String] =
    [
      title, teaches, story, hint, source, tags, fixed, fixes, param, const, shm, forked, `func`, task,
      daemon,
      thread, process, main, expect, native,
    ].map(\.rawValue) + KindWord.allCases.map(\.rawValue)
}
