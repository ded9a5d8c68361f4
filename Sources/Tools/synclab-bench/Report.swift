/// A benchmark as a table: median, spread, how ours compares with each rival, and the checksum of the work.
func table(_ group: String, _ benchmark: Benchmark, _ results: [Measurement], runs: Int) -> String {
  let direction = benchmark.lessIsBetter ? "less is better" : "more is better"
  var lines = ["\(group)/\(benchmark.name)   \(benchmark.unit), \(direction); median of \(runs) runs"]
  let width = results.map(\.contender.count).max() ?? 0
  for result in results {
    var line = "  " + padded(result.contender, width)
    line += leftPadded(fixed(result.median, 2), 10)
    line += "  " + padded("[\(fixed(result.least, 2)) .. \(fixed(result.most, 2))]", 20)
    line += leftPadded(fixed(results[0].median / result.median, 2), 6) + "x"
    if let fairness = result.fairness { line += "  min/max " + fixed(fairness, 2) }
    line += "  checksum \(result.checksum)"
    lines.append(line)
  }
  lines.append("  (x: median of \(results.first?.contender ?? "") over that of the row)")
  return lines.joined(separator: "\n")
}

/// A benchmark as a JSON object.
func jsonText(_ group: String, _ benchmark: Benchmark, _ results: [Measurement]) -> String {
  let rows = results.map { result in
    var fields = [
      "\"name\":\(quoted(result.contender))",
      "\"median\":\(fixed(result.median, 4))",
      "\"least\":\(fixed(result.least, 4))",
      "\"most\":\(fixed(result.most, 4))",
      "\"checksum\":\(result.checksum)",
    ]
    if let fairness = result.fairness { fields.append("\"fairness\":\(fixed(fairness, 4))") }
    return "{" + fields.joined(separator: ",") + "}"
  }
  return "{\"group\":\(quoted(group)),\"name\":\(quoted(benchmark.name)),\"unit\":\(quoted(benchmark.unit)),"
    + "\"lessIsBetter\":\(benchmark.lessIsBetter),\"results\":[\(rows.joined(separator: ","))]}"
}

/// A number with a fixed count of decimals; 0 for what is no number.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "0" }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let scaled = Int64((abs(value) * scale).rounded())
  let whole = scaled / Int64(scale)
  let sign = value < 0 && scaled != 0 ? "-" : ""
  if decimals == 0 { return "\(sign)\(whole)" }
  let digits = String(scaled % Int64(scale))
  return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
}

func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

func leftPadded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

/// A JSON string; names here hold no control characters.
func quoted(_ text: String) -> String {
  var result = "\""
  for character in text {
    if character == "\"" || character == "\\" { result += "\\" }
    result.append(character)
  }
  return result + "\""
}
