internal import LabPlatform
internal import LabTrace
internal import Synchronization

/// The texts that one process of a run made up while it ran: a file to which entries are only added.
///
/// An entry is a CRC-32 (4 bytes) of what follows: the text's id (4), its length (4), the text (UTF-8). A
/// process that is killed meanwhile may leave a part of an entry at the end; the reader sees that by the sum.
///
/// Thread safety: any thread may add texts. Adding an old text is a look-up under a lock, adding a new one a
/// write to the file as well: not for hot code.
public final class StringTableFile: Sendable {
  /// The most bytes of a file; a runaway program cannot fill the memory with texts.
  public static let limit = 16 << 20

  private struct Table: ~Copyable {
    var file: AppendOnlyFile
    var ids: [String: UInt32] = [:]
    var next: UInt32
    var size: Int
  }

  /// Where the file is.
  public let path: String
  private let table: Mutex<Table>

  /// Creates a table, or goes on with one.
  /// - Parameters:
  ///   - path: Where.
  ///   - firstID: The id that the first new text gets: one more than the number of texts known at the start.
  /// - Throws: The call that failed.
  public init(_ path: String, firstID: UInt32) throws(RecorderError) {
    self.path = path
    let file = try system { () throws(SystemError) in try AppendOnlyFile(path) }
    let bytes = try system { () throws(SystemError) in try Files.read(path) }
    let old = StringTableFile.entries(bytes)
    let next = max(firstID, (old.entries.map(\.id).max() ?? 0) &+ 1)
    // After a torn entry nothing could be found again.
    if old.isTorn { throw .notAStringTable(path) }
    let ids = Dictionary(old.entries.map { ($0.text, $0.id) }) { first, _ in first }
    table = Mutex(Table(file: file, ids: ids, next: next, size: bytes.count))
  }

  /// The id of a text: its index in `EventLog.strings` plus one.
  ///
  /// The same text gets the same id. After an error the table is as before.
  public func add(_ text: String) throws(RecorderError) -> UInt32 {
    let result = table.withLock { (table) -> Result<UInt32, RecorderError> in
      if let id = table.ids[text] { return .success(id) }
      let entry = StringTableFile.entry(id: table.next, text)
      guard table.size + entry.count <= StringTableFile.limit, table.next < .max else {
        return .failure(.stringTableFull(path))
      }
      do throws(SystemError) { try table.file.append(entry) } catch { return .failure(.system(error)) }
      table.size += entry.count
      table.ids[text] = table.next
      table.next += 1
      return .success(table.next - 1)
    }
    return try result.get()
  }

  private static func entry(id: UInt32, _ text: String) -> [UInt8] {
    var bytes = ByteWriter()
    bytes.put(id)
    bytes.put(text)
    var sum = CRC32()
    bytes.bytes.withUnsafeBytes { sum.add($0) }
    var entry = ByteWriter()
    entry.put(sum.value)
    entry.put(bytes.bytes)
    return entry.bytes
  }

  /// The whole entries at the start of a file's bytes, and whether something else follows.
  static func entries(_ bytes: [UInt8]) -> (entries: [(id: UInt32, text: String)], isTorn: Bool) {
    var entries: [(id: UInt32, text: String)] = []
    var reader = ByteReader(bytes[...])
    while reader.remaining > 0 {
      guard let sum = try? reader.take(UInt32.self) else { return (entries, true) }
      let start = reader.position
      guard let id = try? reader.take(UInt32.self), let text = try? reader.takeText(), id > 0,
        CRC32.of(bytes[start..<reader.position]) == sum
      else { return (entries, true) }
      entries.append((id, text))
    }
    return (entries, false)
  }
}
