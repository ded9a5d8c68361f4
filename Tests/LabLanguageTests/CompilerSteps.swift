import LabLanguage

extension Program {
  /// The visible steps of an actor's code in the order of the text: opcode, object and constant index.
  ///
  /// An atomic region is one step: `await(load x, load y)`.
  func steps(of actor: String) -> [String] {
    guard let found = actors.first(where: { $0.name == actor }) else { return [] }
    let code = codes[found.code]
    var steps: [String] = []
    var inside: [String]?
    var kind = ""
    for instruction in code.instructions {
      switch instruction.opcode {
      case .regionBegin:
        inside = []
        kind = instruction.modifier & 2 != 0 ? "await" : "atomic"
      case .regionEnd:
        steps.append("\(kind)(\((inside ?? []).joined(separator: ", ")))")
        inside = nil
      case .guardRegion: inside?.append("guard")
      case .end, .assert, .print, .mark, .workTime, .workCall: break
      case _ where instruction.opcode.isVisible || [.round, .crash, .exit].contains(instruction.opcode):
        let text = short(text(of: instruction, in: code))
        if inside != nil { inside?.append(text) } else { steps.append(text) }
      default: break
      }
    }
    return steps
  }

  /// Without the result and the arguments.
  private func short(_ text: String) -> String {
    var text = text[...]
    if text.hasPrefix("r"), let equals = text.firstRange(of: " = ") { text = text[equals.upperBound...] }
    if let comma = text.firstIndex(of: ",") { text = text[..<comma] }
    return String(text)
  }
}
