import LabTrace

/// An operation of an object: what it takes and what it may do.
struct Operation {
  /// The memory orders that make sense.
  enum Orders {
    case none
    case load
    case store
    case readModifyWrite

    var words: [OrderWord] {
      switch self {
      case .none: []
      case .load: [.relaxed, .acquire, .seqcst]
      case .store: [.relaxed, .release, .seqcst]
      case .readModifyWrite: OrderWord.allCases
      }
    }
  }

  var name: String
  var opcode: Opcode
  /// Number of values it takes.
  var arguments: ClosedRange<Int> = 0...0
  /// It can wait, so a `timeout:` means something.
  var canBlock = false
  var orders = Orders.none
  /// It answers something that can be used as a value.
  var hasResult = false

  /// Free, and not an instruction of its own: `q.ok()`.
  var isOK: Bool { name == "ok" }
  /// Its first argument is the name of a task.
  var isSubmit: Bool { opcode == .poolSubmit }
}

extension Operation {
  static func named(_ name: String, of kind: KindWord) -> Operation? {
    all(of: kind).first { $0.name == name }
  }

  static func all(of kind: KindWord) -> [Operation] {
    switch kind {
    case .var: []
    case .atomic: atomic
    case .mutex: mutex
    case .rwlock: rwlock
    case .semaphore: semaphore
    case .condition: condition
    case .barrier: [Operation(name: "wait", opcode: .barrierArrive, canBlock: true, hasResult: true)]
    case .event: event
    case .buffer: buffer
    case .ring: buffer + ring
    case .pool: pool
    }
  }

  private static let atomic = [
    Operation(name: "load", opcode: .atomicLoad, orders: .load, hasResult: true),
    Operation(name: "store", opcode: .atomicStore, arguments: 1...1, orders: .store),
    Operation(
      name: "add", opcode: .atomicAdd, arguments: 1...1, orders: .readModifyWrite, hasResult: true),
    Operation(
      name: "swap", opcode: .atomicSwap, arguments: 1...1, orders: .readModifyWrite, hasResult: true),
    Operation(
      name: "cas", opcode: .atomicCompareAndSwap, arguments: 2...2, orders: .readModifyWrite,
      hasResult: true),
  ]

  private static let mutex = [
    Operation(name: "lock", opcode: .mutexLock, canBlock: true, hasResult: true),
    Operation(name: "unlock", opcode: .mutexUnlock),
    Operation(name: "trylock", opcode: .mutexTryLock, hasResult: true),
    Operation(name: "recover", opcode: .mutexRecover),
  ]

  private static let rwlock = [
    Operation(name: "lockRead", opcode: .rwlockLockRead, canBlock: true, hasResult: true),
    Operation(name: "lockWrite", opcode: .rwlockLockWrite, canBlock: true, hasResult: true),
    Operation(name: "unlock", opcode: .rwlockUnlock),
    Operation(name: "tryRead", opcode: .rwlockTryRead, hasResult: true),
    Operation(name: "tryWrite", opcode: .rwlockTryWrite, hasResult: true),
  ]

  private static let semaphore = [
    Operation(
      name: "acquire", opcode: .semaphoreAcquire, arguments: 0...1, canBlock: true, hasResult: true),
    Operation(name: "tryAcquire", opcode: .semaphoreTryAcquire, arguments: 0...1, hasResult: true),
    Operation(name: "release", opcode: .semaphoreRelease, arguments: 0...1),
    Operation(name: "value", opcode: .semaphoreValue, hasResult: true),
  ]

  private static let condition = [
    Operation(name: "wait", opcode: .conditionEnqueue, canBlock: true, hasResult: true),
    Operation(name: "signal", opcode: .conditionSignal),
    Operation(name: "broadcast", opcode: .conditionBroadcast),
  ]

  private static let event = [
    Operation(name: "set", opcode: .eventSet),
    Operation(name: "reset", opcode: .eventReset),
    Operation(name: "wait", opcode: .eventWait, canBlock: true, hasResult: true),
  ]

  private static let buffer = [
    Operation(name: "put", opcode: .bufferPut, arguments: 1...1, canBlock: true, hasResult: true),
    Operation(name: "get", opcode: .bufferGet, canBlock: true, hasResult: true),
    Operation(name: "tryPut", opcode: .bufferTryPut, arguments: 1...1, hasResult: true),
    Operation(name: "tryGet", opcode: .bufferTryGet, hasResult: true),
    Operation(name: "close", opcode: .bufferClose),
    Operation(name: "size", opcode: .bufferSize, hasResult: true),
    Operation(name: "ok", opcode: .move, hasResult: true),
  ]

  private static let ring = [
    Operation(name: "reserve", opcode: .ringReserve, canBlock: true, hasResult: true),
    Operation(name: "commit", opcode: .ringCommit, arguments: 2...2),
  ]

  private static let pool = [
    Operation(name: "submit", opcode: .poolSubmit, arguments: 1...Int.max),
    Operation(name: "drain", opcode: .poolDrain, canBlock: true, hasResult: true),
  ]
}

extension OrderWord {
  var memoryOrder: MemoryOrder {
    switch self {
    case .relaxed: .relaxed
    case .acquire: .acquiring
    case .release: .releasing
    case .acqrel: .acquiringAndReleasing
    case .seqcst: .sequentiallyConsistent
    }
  }
}
