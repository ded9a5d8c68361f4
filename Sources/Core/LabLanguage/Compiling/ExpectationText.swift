/// How expectations are named in reports.
enum ExpectationText {
  /// The line without `expect`; of a table of outcomes only its head.
  static func header(of item: ExpectItem) -> String {
    Formatter.text(of: item) + (item.condition.map { " when \(Formatter.text(of: $0))" } ?? "")
  }

  static func row(_ row: OutcomeRow) -> String {
    let values = row.values.map { Formatter.text(of: $0) }.joined(separator: ", ")
    return "\(values): \(row.grade.rawValue)" + (row.note.map { " \"\($0.text)\"" } ?? "")
  }
}
