/// Puts numbers and texts behind each other, lowest byte first.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func put(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  package mutating func put(_ text: String) {
    let utf8 = text.utf8
    put(UInt32(clamping: utf8.count))
    bytes.append(contentsOf: utf8.prefix(Int(UInt32.max)))
  }

  package mutating func put(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  package mutating func put(_ events: ArraySlice<Event>) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: events.count * Event.encodedSize))
    bytes.withUnsafeMutableBytes { buffer in
      var target = buffer.baseAddress! + start
      for event in events {
        event.encode(to: target)
        target += Event.encodedSize
      }
    }
  }
}
