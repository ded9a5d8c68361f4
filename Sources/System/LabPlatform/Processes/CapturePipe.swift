internal import CLabPlatform
internal import Glibc

/// One output of a child: a pipe with what came out of it, or nothing but a place for the child to write to.
struct CapturePipe: ~Copyable {
  /// What the child shall write to, nil for nowhere.
  private(set) var childEnd: Int32?
  /// What to poll, nil when there is nothing more to come.
  private(set) var readEnd: Int32?
  private(set) var bytes: [UInt8] = []
  private(set) var isCut = false
  private let isInherited: Bool
  private let limit: Int

  init(_ target: ChildProcess.Output, inherited: Int32, limit: Int) throws(SystemError) {
    self.limit = limit
    isInherited = target == .inherited
    childEnd = isInherited ? inherited : nil
    readEnd = nil
    guard target == .captured else { return }
    var ends: [Int32] = [-1, -1]
    let code = lab_pipe(&ends)
    guard code == 0 else { throw SystemError(call: "pipe", code: code) }
    readEnd = ends[0]
    childEnd = ends[1]
  }

  deinit {
    if let childEnd, !isInherited { close(childEnd) }
    if let readEnd { close(readEnd) }
  }

  mutating func closeChildEnd() {
    if let childEnd, !isInherited { close(childEnd) }
    childEnd = nil
  }

  /// Takes what is there, without waiting.
  mutating func drain() throws(SystemError) {
    guard let number = readEnd else { return }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = piece.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
      if count > 0 {
        let room = max(0, limit - bytes.count)
        bytes += piece[..<min(count, room)]
        if count > room { isCut = true }
      } else if count == 0 {
        close(number)
        readEnd = nil
        return
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        throw .last("read", "pipe")
      }
    }
  }
}
