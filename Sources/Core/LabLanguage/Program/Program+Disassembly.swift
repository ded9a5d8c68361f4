import LabTrace

/// Programs as text, for people and tests.
extension Program {
  /// All codes, each under the actors that run it.
  package var disassembly: String {
    codes.indices.map { index in
      let names = actors.filter { $0.code == index }.map(\.name).joined(separator: ", ")
      let code = codes[index]
      let lines = code.instructions.enumerated().map { position, instruction in
        pad("\(position)", to: 5) + "  " + pad(text(of: instruction, in: code), to: 40, left: true)
          + siteText(instruction.site)
      }
      return "\(names): \(code.registerCount) registers\n" + lines.map { trimmed($0) + "\n" }.joined()
    }.joined(separator: "\n")
  }

  /// One instruction, such as `r1 = load buf[r0]`.
  package func text(of instruction: Instruction, in code: Code) -> String {
    InstructionText(program: self, code: code).text(of: instruction)
  }

  private func siteText(_ site: SiteID) -> String {
    guard site != .unknown else { return "" }
    let place = sites[Int(site.rawValue)]
    return "  \(place.line):\(place.column)"
  }

  private func pad(_ text: String, to width: Int, left: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return left ? text + spaces : spaces + text
  }

  private func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}

/// Writes instructions as text.
struct InstructionText {
  let program: Program
  let code: Code

  func text(of instruction: Instruction) -> String {
    let result = instruction.a == .none ? "" : "\(register(instruction.a)) = "
    switch instruction.opcode {
    case .move: return result + register(instruction.b)
    case .add, .subtract, .multiply, .divide, .remainder, .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight,
      .equal, .notEqual, .less, .lessOrEqual, .minimum, .maximum:
      return result + "\(instruction.opcode) \(register(instruction.b)), \(register(instruction.c))"
    case .negate, .not, .complement, .absolute, .boolean:
      return result + "\(instruction.opcode) \(register(instruction.b))"
    case .jump: return "jump \(instruction.extra)"
    case .jumpIfZero, .jumpIfNotZero:
      return "\(instruction.opcode) \(register(instruction.b)), \(instruction.extra)"
    case .assert: return "assert \(register(instruction.b)), \"\(string(instruction))\""
    case .guardRegion: return "guardRegion \(register(instruction.b))"
    case .print, .mark:
      return "\(instruction.opcode) \"\(string(instruction))\""
        + list(instruction.c, Int(instruction.extra), separator: ", ")
    case .workCall:
      return "workCall \(string(instruction))"
        + list(instruction.c, Int(instruction.d.rawValue), separator: " ")
    case .workTime, .sleep: return "\(instruction.opcode) \(duration(instruction.extra))"
    case .exit: return "exit \(instruction.extra)"
    case .choose: return result + "choose \(instruction.extra)"
    case .round, .crash, .end, .fence, .yield, .regionEnd: return "\(instruction.opcode)"
    case .regionBegin: return region(instruction)
    case .sectionEnter, .sectionLeave:
      return "\(instruction.opcode) \(program.sections[Int(instruction.object)].name)"
    case .spawn, .join:
      return "\(instruction.opcode) \(program.groups[Int(instruction.object)].name)\(index(instruction))"
    case .poolSubmit:
      return result + "poolSubmit \(object(instruction)) \(program.tasks[Int(instruction.extra)].name)"
        + list(instruction.c, Int(instruction.modifier), separator: " ")
    case .poolTake:
      return result + "poolTake \(object(instruction))"
        + list(instruction.c, Int(instruction.extra), separator: " ")
    default: return result + operation(instruction)
    }
  }

  private func operation(_ instruction: Instruction) -> String {
    var text = "\(instruction.opcode) \(object(instruction))"
    for operand in [instruction.c, instruction.d] where operand != .none { text += ", \(register(operand))" }
    switch instruction.opcode {
    case .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap:
      if instruction.order != .sequentiallyConsistent { text += " \(instruction.order)" }
    default:
      if instruction.extra > 0 { text += " timeout \(duration(instruction.extra))" }
    }
    return text
  }

  private func region(_ instruction: Instruction) -> String {
    let kind = instruction.modifier & 2 != 0 ? "await" : instruction.modifier & 1 != 0 ? "guarded" : "atomic"
    return "regionBegin \(kind) to \(instruction.extra)"
  }

  private func register(_ register: Register) -> String {
    if register == .none { return "-" }
    if register.index < code.registerCount { return "r\(register.index)" }
    let constant = register.index - code.registerCount
    return constant < code.constants.count ? "\(code.constants[constant])" : "?\(register.index)"
  }

  private func object(_ instruction: Instruction) -> String {
    program.objects[Int(instruction.object)].name + index(instruction)
  }

  private func index(_ instruction: Instruction) -> String {
    instruction.b == .none ? "" : "[\(register(instruction.b))]"
  }

  private func string(_ instruction: Instruction) -> String { program.strings[Int(instruction.object)] }

  private func duration(_ number: Int32) -> String { "\(program.durations[Int(number) - 1])ns" }

  private func list(_ first: Register, _ count: Int, separator: String) -> String {
    guard count > 0 else { return "" }
    let registers = (0..<count).map { register(Register(rawValue: first.rawValue + UInt16($0))) }
    return separator + registers.joined(separator: ", ")
  }
}
