/// Vector clocks as rows of one flat table, by number; freed rows are used again.
///
/// A row has a component for each thread, and one more that says whether something may be missing in what it
/// knows: it travels along every join and copy like a component of the clock.
struct ClockTable: ~Copyable {
  typealias Row = Int32

  /// Number of threads.
  let width: Int
  private let stride: Int
  private var capacity: Int
  private var count = 0
  private var cells: UnsafeMutablePointer<UInt32>
  /// Freed rows; the last freed is the first to be used again.
  private var free: [Row] = []

  init(width: Int, rows: Int) {
    self.width = width
    stride = (width + 1 + 7) & ~7
    capacity = max(16, rows)
    cells = .allocate(capacity: capacity * stride)
  }

  deinit { cells.deallocate() }

  /// A new row of zeroes.
  mutating func make() -> Row {
    let row: Row
    if let freed = free.popLast() {
      row = freed
    } else {
      if count == capacity { grow() }
      row = Row(count)
      count += 1
    }
    (cells + Int(row) * stride).update(repeating: 0, count: stride)
    return row
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * capacity * stride)
    larger.update(from: cells, count: capacity * stride)
    cells.deallocate()
    cells = larger
    capacity *= 2
  }

  /// Gives a row back.
  mutating func free(_ row: Row) { free.append(row) }

  /// A component of a row.
  subscript(row: Row, component: Int) -> UInt32 {
    @inline(__always) get { cells[Int(row) * stride + component] }
    @inline(__always) nonmutating set { cells[Int(row) * stride + component] = newValue }
  }

  /// Whether something may be missing in what the row knows.
  @inline(__always)
  func isTainted(_ row: Row) -> Bool { self[row, width] != 0 }

  @inline(__always)
  func taint(_ row: Row) { self[row, width] = 1 }

  /// Makes `target` the least upper bound of both.
  @inline(__always)
  func join(_ target: Row, with source: Row) {
    let target = cells + Int(target) * stride
    let source = cells + Int(source) * stride
    for index in 0..<stride where source[index] > target[index] { target[index] = source[index] }
  }

  @inline(__always)
  func copy(_ source: Row, to target: Row) {
    (cells + Int(target) * stride).update(from: cells + Int(source) * stride, count: stride)
  }

  @inline(__always)
  func clear(_ row: Row) { (cells + Int(row) * stride).update(repeating: 0, count: stride) }
}
