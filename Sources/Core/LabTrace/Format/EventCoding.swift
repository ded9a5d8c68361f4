/// The 40 bytes of an event, in a file as in the memory of a machine that keeps the lowest byte first.
extension Event {
  /// Bytes of one event.
  public static var encodedSize: Int { 40 }

  /// Writes the event's bytes.
  package func encode(to target: UnsafeMutableRawPointer) {
    func store(_ number: some FixedWidthInteger, _ offset: Int) {
      target.storeBytes(of: number.littleEndian, toByteOffset: offset, as: type(of: number))
    }
    store(time, 0)
    store(sequence, 8)
    store(kind.rawValue, 12)
    store(flags.rawValue, 13)
    store(site.rawValue, 14)
    store(object.rawValue, 16)
    store(version, 20)
    store(value, 24)
    store(cause.rawValue, 32)
  }

  /// Reads the event's bytes; nil if they name no kind.
  package init?(decoding source: UnsafeRawPointer) {
    func load<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: Number.Type) -> Number {
      Number(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
    guard let kind = EventKind(rawValue: load(12, UInt8.self)) else { return nil }
    self.init(
      time: load(0, UInt64.self), sequence: load(8, UInt32.self), kind: kind,
      flags: EventFlags(rawValue: load(13, UInt8.self)), site: SiteID(rawValue: load(14, UInt16.self)),
      object: ObjectID(rawValue: load(16, UInt32.self)), version: load(20, UInt32.self),
      value: load(24, Int64.self), cause: EventReference(rawValue: load(32, UInt64.self)))
  }
}
