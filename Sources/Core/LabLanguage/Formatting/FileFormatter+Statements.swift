extension FileFormatter {
  /// The statements of an opened block; the writer is back at the block's indentation afterwards.
  mutating func putContent(of block: Block) {
    for statement in block.statements { put(statement) }
    writer.close(before: block.range.end - 1)
  }

  private mutating func put(_ statement: Statement) {
    let firstBlock = statement.bodies.first?.range.start
    writer.begin(at: statement.range.start, hoistingUpTo: firstBlock ?? statement.range.end)
    put(statement, after: "")
  }

  /// A statement whose first line starts with something, such as the `} else ` of the `if` it belongs to.
  private mutating func put(_ statement: Statement, after prefix: String) {
    if let first = statement.bodies.first {
      let blocks = SourceRange(first.range.start, statement.range.end)
      if fitsOnOneLine(blocks) {
        let inline = line {
          $0.put(prefix)
          $0.put(statement)
        }
        if inline.count <= writer.room { return writer.add(inline) }
      }
    }
    let header = line {
      $0.put(prefix)
      $0.putHeader(statement)
    }
    guard let first = statement.bodies.first else { return writer.add(header) }
    writer.open(header + "{")
    putContent(of: first)
    switch statement.kind {
    case .if(_, _, else: .statement(let other)):
      return put(other, after: "} else ")
    case .if(_, _, else: .block(let other)):
      writer.open("} else {")
      putContent(of: other)
    case .choose(let blocks):
      for block in blocks.dropFirst() {
        writer.open("} or {")
        putContent(of: block)
      }
    default: break
    }
    writer.add("}")
  }
}
