internal import LabTrace

/// Where things are in a thread's file (`thread-0001.events`).
///
/// The first page is the header, then come the registers (whole pages), then the records of 40 bytes. Numbers
/// are in the byte order of the machine; the magic number tells another order.
@usableFromInline
enum ThreadFileLayout {
  /// `SYNCLABT` in memory.
  static let magic: UInt64 = 0x5442_414C_434E_5953
  static let version: UInt32 = 1
  static let headerSize = 4096
  static let pageSize = 4096
  static let maximumNameBytes = 256
  static let maximumRegisters = 1 << 16
  /// Sequence numbers have 32 bits.
  static let maximumRecords = 1 << 31

  // Known from the start.
  static let magicOffset = 0
  static let versionOffset = 8
  static let recordSizeOffset = 12
  static let dataOffsetOffset = 16
  static let modeOffset = 20
  static let capacityOffset = 24
  static let threadOffset = 32
  static let flagsOffset = 36
  static let registerCountOffset = 40
  static let nameCountOffset = 44
  static let monotonicBeforeOffset = 48
  static let realtimeOffset = 56
  static let monotonicAfterOffset = 64
  static let nameOffset = 128

  // Written by the thread. Each group has its own pair of cache lines.
  static let processOffset = 384
  static let kernelThreadOffset = 388
  static let headOffset = 512
  static let lostOffset = 520
  static let statusOffset = 640
  static let requestOffset = 648
  static let checksOffset = 656
  static let registersOffset = 4096

  static let daemonFlag: UInt32 = 1

  /// Where the records begin.
  static func dataOffset(registers: Int) -> Int {
    headerSize + (registers * 8 + pageSize - 1) / pageSize * pageSize
  }
}
