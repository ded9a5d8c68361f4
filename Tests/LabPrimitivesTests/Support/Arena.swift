import Foundation
import Glibc

@testable import LabPrimitives

/// How often an ``Arena`` for processes maps its file.
///
/// ThreadSanitizer takes the two addresses of a word for two words and then reports races that are none; set
/// `SYNCLAB_ONE_MAPPING` for it.
private let mappings = ProcessInfo.processInfo.environment["SYNCLAB_ONE_MAPPING"] == nil ? 2 : 1

/// Memory for the object of a test and for the wait nodes of its threads.
///
/// For processes it is one file mapped twice, and every other thread uses the other mapping: what links by
/// address instead of by distance breaks. Threads of one process leave their nodes to the stack.
///
/// The memory is never freed, as the handles that tests pass around do not keep it alive.
final class Arena<S: Substrate>: @unchecked Sendable {
  // @unchecked: the addresses are constant.
  private let views: [UnsafeMutableRawPointer]
  private static var byteCount: Int { 1 << 16 }
  private static var nodesOffset: Int { 1 << 15 }

  init() {
    if S.crossesProcesses {
      let file = tmpfile()!
      defer { fclose(file) }
      let size = Self.byteCount
      precondition(ftruncate(fileno(file), size) == 0)
      views = (0..<mappings).map { _ in mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0)!
      }
    } else {
      views = [.allocate(byteCount: Self.byteCount, alignment: 64)]
    }
  }

  /// Where the object lies for a thread.
  func base(_ thread: Int = 0, offset: Int = 0) -> UnsafeMutableRawPointer {
    views[thread % views.count] + offset
  }

  /// A fresh node of a thread.
  func node(_ thread: Int) -> WaitNode<S> {
    let base = base(thread, offset: Self.nodesOffset + thread * WaitNode<S>.byteCount)
    WaitNode<S>.initialize(at: base)
    return WaitNode(at: base)
  }

  /// A fresh node of a thread, if it has to lie here.
  func nodeIfNeeded(_ thread: Int) -> WaitNode<S>? { S.crossesProcesses ? node(thread) : nil }
}

/// A list that threads append to.
final class Journal<Entry: Sendable>: Sendable {
  private let entries = Locked([Entry]())

  func append(_ entry: Entry) { entries.withLock { $0.append(entry) } }

  var all: [Entry] { entries.withLock { $0 } }
}

/// A plain variable that a test guards with the lock under test.
final class Guarded<Value>: @unchecked Sendable {
  // @unchecked: guarded by the lock under test; if that fails, so does the test.
  var value: Value

  init(_ value: Value) { self.value = value }
}

/// A counter for threads, to pass into closures.
final class SharedCounter: Sendable {
  private let value = Locked(0)

  func withLock<R>(_ body: (inout Int) -> R) -> R { value.withLock(body) }
}
