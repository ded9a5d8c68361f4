/// What a bounded buffer or a ring means: a FIFO of integers, with `close`.
///
/// ```
/// byte  meaning
///    0  number of places taken, reserved ones of a ring included (4 bytes)
///    4  1 if closed
///   +4  the first place taken (only if places have an identity)
///   +p  1 for each place whose item has been committed (only if there are reservations), one byte each
///   +8p items
/// ```
/// Where nobody can tell the places apart the queue always starts at place 0, so that states which differ only by
/// a rotation are the same state.
@frozen
@usableFromInline
package struct BufferMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let capacity: Int32
  /// Whether the places have an identity: somebody reserves them by ticket, or clocks are kept for each.
  @usableFromInline package let hasPlaces: Bool
  @usableFromInline package let hasReservations: Bool

  @inlinable
  package init(capacity: Int, hasPlaces: Bool, hasReservations: Bool) {
    self.capacity = Int32(clamping: capacity)
    self.hasPlaces = hasPlaces || hasReservations
    self.hasReservations = hasReservations
  }

  @inlinable
  package var firstOffset: Int { 5 }
  @inlinable
  package var committedOffset: Int { firstOffset &+ (hasPlaces ? 4 : 0) }
  @inlinable
  package var itemOffset: Int { committedOffset &+ (hasReservations ? Int(capacity) : 0) }
  @inlinable
  package var byteCount: Int { itemOffset &+ 8 &* Int(capacity) }

  // MARK: reading

  @inlinable
  package func count(_ record: UnsafeRawPointer) -> Int { Int(record.loadUnaligned(as: Int32.self)) }

  @inlinable
  package func isClosed(_ record: UnsafeRawPointer) -> Bool {
    record.load(fromByteOffset: 4, as: UInt8.self) != 0
  }

  /// The place of the item at a position of the queue.
  @inlinable
  package func place(_ position: Int, _ record: UnsafeRawPointer) -> Int {
    guard hasPlaces else { return position }
    let place = Int(record.loadUnaligned(fromByteOffset: firstOffset, as: Int32.self)) &+ position
    return place < Int(capacity) ? place : place &- Int(capacity)
  }

  @inlinable
  package func isCommitted(place: Int, _ record: UnsafeRawPointer) -> Bool {
    !hasReservations || record.load(fromByteOffset: committedOffset &+ place, as: UInt8.self) != 0
  }

  @inlinable
  package func item(place: Int, _ record: UnsafeRawPointer) -> Int64 {
    record.loadUnaligned(fromByteOffset: itemOffset &+ 8 &* place, as: Int64.self)
  }

  /// The items that a `get` could deliver one after the other.
  @inlinable
  package func size(_ record: UnsafeRawPointer) -> Int {
    var size = 0
    while size < count(record), isCommitted(place: place(size, record), record) { size += 1 }
    return size
  }

  @inlinable
  package func isFull(_ record: UnsafeRawPointer) -> Bool { count(record) >= Int(capacity) }

  @inlinable
  package func hasItem(_ record: UnsafeRawPointer) -> Bool {
    count(record) > 0 && isCommitted(place: place(0, record), record)
  }

  /// Closed, and everything is out.
  @inlinable
  package func isDrained(_ record: UnsafeRawPointer) -> Bool { isClosed(record) && count(record) == 0 }

  @inlinable
  package func canPut(_ record: UnsafeRawPointer) -> Bool { !isFull(record) || isClosed(record) }

  @inlinable
  package func canGet(_ record: UnsafeRawPointer) -> Bool { hasItem(record) || isDrained(record) }

  // MARK: operations

  /// Puts an item; the caller has asked `canPut`.
  ///
  /// 0 done, -2 closed.
  @inlinable
  package func put(_ item: Int64, _ record: UnsafeMutableRawPointer) -> Int64 {
    if isClosed(record) { return OperationResult.closed }
    let place = take(record)
    write(item, place: place, record)
    return OperationResult.done
  }

  /// 1 done, 0 would block, -2 closed.
  @inlinable
  package func tryPut(_ item: Int64, _ record: UnsafeMutableRawPointer) -> Int64 {
    if isClosed(record) { return OperationResult.closed }
    if isFull(record) { return 0 }
    return put(item, record) &+ 1
  }

  /// Takes the next item; the caller has asked `hasItem`.
  @inlinable
  package func get(_ record: UnsafeMutableRawPointer) -> Int64 {
    let first = place(0, record)
    let result = item(place: first, record)
    let left = count(record) &- 1
    if hasPlaces {
      record.storeBytes(of: 0, toByteOffset: itemOffset &+ 8 &* first, as: Int64.self)
      if hasReservations { record.storeBytes(of: 0, toByteOffset: committedOffset &+ first, as: UInt8.self) }
      let next = first &+ 1 == Int(capacity) ? 0 : first &+ 1
      record.storeBytes(of: Int32(truncatingIfNeeded: next), toByteOffset: firstOffset, as: Int32.self)
    } else {
      let items = record + itemOffset
      items.copyMemory(from: items + 8, byteCount: 8 &* left)
      record.storeBytes(of: 0, toByteOffset: itemOffset &+ 8 &* left, as: Int64.self)
    }
    record.storeBytes(of: Int32(truncatingIfNeeded: left), as: Int32.self)
    return result
  }

  @inlinable
  package func close(_ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: 1, toByteOffset: 4, as: UInt8.self)
  }

  /// Reserves the next place; the caller has asked `canPut`.
  ///
  /// A ticket, or -2 closed.
  @inlinable
  package func reserve(_ record: UnsafeMutableRawPointer) -> Int64 {
    isClosed(record) ? OperationResult.closed : Int64(take(record))
  }

  /// Fills a reserved place: its item is visible once all before it are.
  @inlinable
  package func commit(_ ticket: Int64, _ item: Int64, _ record: UnsafeMutableRawPointer) -> Answer {
    guard isReserved(ticket, record) else { return .misused(.badTicket) }
    write(item, place: Int(ticket), record)
    return .done(OperationResult.done)
  }

  @inlinable
  package func isReserved(_ ticket: Int64, _ record: UnsafeRawPointer) -> Bool {
    guard hasReservations, ticket >= 0, ticket < Int64(capacity) else { return false }
    for position in 0..<count(record) where place(position, record) == Int(ticket) {
      return !isCommitted(place: Int(ticket), record)
    }
    return false
  }

  @inlinable
  package func take(_ record: UnsafeMutableRawPointer) -> Int {
    let taken = count(record)
    record.storeBytes(of: Int32(truncatingIfNeeded: taken &+ 1), as: Int32.self)
    return place(taken, record)
  }

  @inlinable
  package func write(_ item: Int64, place: Int, _ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: item, toByteOffset: itemOffset &+ 8 &* place, as: Int64.self)
    if hasReservations { record.storeBytes(of: 1, toByteOffset: committedOffset &+ place, as: UInt8.self) }
  }
}
