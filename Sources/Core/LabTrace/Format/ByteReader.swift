/// Takes numbers and texts from untrusted bytes: never beyond their end, never more memory than they can fill.
package struct ByteReader {
  /// The bytes end before the value does, or do not spell a value.
  package struct Malformed: Error, Hashable {
    /// Where, in the bytes given.
    package var offset: Int
  }

  private let bytes: ArraySlice<UInt8>
  /// Index of the next byte, in the indices of the slice.
  package private(set) var position: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  package var remaining: Int { bytes.endIndex - position }

  package mutating func take<Number: FixedWidthInteger>(_: Number.Type) throws(Malformed) -> Number {
    var number = Number.zero
    let piece = try take(count: MemoryLayout<Number>.size)
    withUnsafeMutableBytes(of: &number) { target in
      for (index, byte) in piece.enumerated() { target[index] = byte }
    }
    return Number(littleEndian: number)
  }

  package mutating func takeFlag() throws(Malformed) -> Bool {
    let byte = try take(UInt8.self)
    guard byte <= 1 else { throw Malformed(offset: position - 1) }
    return byte == 1
  }

  package mutating func takeText() throws(Malformed) -> String {
    let start = position
    let count = try take(UInt32.self)
    let piece = try take(count: Int(count))
    guard let text = String(validating: piece, as: UTF8.self) else { throw Malformed(offset: start) }
    return text
  }

  /// The number of elements that follow.
  ///
  /// Each takes at least `size` bytes, which must be there.
  package mutating func takeCount(elementSize size: Int) throws(Malformed) -> Int {
    let start = position
    let count = Int(try take(UInt32.self))
    guard count <= remaining / size else { throw Malformed(offset: start) }
    return count
  }

  package mutating func takeArray<Element>(
    elementSize: Int, _ element: (inout ByteReader) throws(Malformed) -> Element
  ) throws(Malformed) -> [Element] {
    let count = try takeCount(elementSize: elementSize)
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  package mutating func take(count: Int) throws(Malformed) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw Malformed(offset: position) }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  package func expectEnd() throws(Malformed) {
    guard remaining == 0 else { throw Malformed(offset: position) }
  }
}
