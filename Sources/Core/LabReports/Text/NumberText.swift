/// Numbers as people read them.
package enum NumberText {
  /// With a comma between thousands: `1,944,800`.
  package static func grouped(_ value: some FixedWidthInteger) -> String {
    let digits = Array(String(value.magnitude))
    var result = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }

  /// A count with its noun: `1 event`, `2,000 events`.
  package static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A length of time with three digits: `81 µs`, `1.25 ms`, `12.4 s`.
  package static func duration(nanoseconds: UInt64, ascii: Bool = false) -> String {
    let units: [(UInt64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, ascii ? "us" : "µs")]
    for (scale, unit) in units where nanoseconds >= scale {
      let whole = nanoseconds / scale
      let rest = nanoseconds % scale
      if whole >= 100 { return "\(grouped(whole)) \(unit)" }
      let digits = whole >= 10 ? 1 : 2
      let fraction = rest / (scale / (digits == 1 ? 10 : 100))
      let text = String(fraction)
      return "\(whole).\(String(repeating: "0", count: digits - text.count))\(text) \(unit)"
    }
    return "\(nanoseconds) ns"
  }

  /// A share in percent, never rounded to 0 or 100 if it is not: `0.1 %`, `33.3 %`, `100 %`.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    if part == whole { return "100 %" }
    if part == 0 { return "0 %" }
    // No `rounded()`: in debug builds it calls the C library's mathematics, which Core does not link.
    let tenths = Int(Double(part) / Double(whole) * 1000 + 0.5)
    let clamped = min(max(tenths, 1), 999)
    return "\(clamped / 10).\(clamped % 10) %"
  }
}
