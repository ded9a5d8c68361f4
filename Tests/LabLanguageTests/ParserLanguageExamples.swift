/// The examples of the language description, as they stand there.
enum LanguageExamples {
  static let all = [
    #"""
    scenario "lost-update"
    title   "Two threads, one counter, no lock"
    teaches "counter = counter + 1 is a read and a write; another thread can run between them."
    tags    race, beginner; fixed by "lost-update-fixed"
    param N = 2 in 1...100000; param T = 2 in 2...8; var counter = 0
    thread worker[T] { repeat N { counter = counter + 1 } }
    expect race on counter; expect always counter <= T * N; expect possible counter == T * N
    expect outcomes (counter) {
        2: reachable "one update survives per pair - the smallest total, for every N"
        3: reachable "one update lost"
        4: reachable "lucky schedule"
    } when N == 2 && T == 2
    """#,
    #"""
    scenario "abba-deadlock"                                    // deadlock after 2 steps
    teaches "A cycle in lock order is a deadlock waiting for its schedule, even if no run has hit it."
    fixed by "abba-ordered"
    mutex a, b; var balanceA = 10; var balanceB = 10
    thread left  { with a { with b { balanceA -= 1; balanceB += 1 } } }
    thread right { with b { with a { balanceB -= 1; balanceA += 1 } } }
    expect deadlock; expect lockcycle; expect always balanceA + balanceB >= 19
    """#,
    #"""
    scenario "bounded-buffer-if"                         // underflow after 21 steps; with `while`: clean
    title   "2 producers, 2 consumers: wait guarded by `if` instead of `while`"
    teaches "signal only makes a waiter runnable; by the time it holds the lock the slot may be gone."
    fixed by "bounded-buffer"
    param P = 2; param K = 2; param items = 2; param cap = 1
    mutex m; condition notFull on m; condition notEmpty on m; var count = 0
    thread producer[P] { repeat items { with m {
        if count == cap { notFull.wait() }
        count += 1; assert count <= cap, "overflow: an item was overwritten"
        notEmpty.signal() } } }
    thread consumer[K] { repeat items { with m {
        if count == 0 { notEmpty.wait() }
        count -= 1; assert count >= 0, "underflow: took an item that was not there"
        notFull.signal() } } }
    expect failure
    """#,
    #"""
    scenario "semaphore-buffer"                  // clean; the twin that takes m before slots.acquire() deadlocks
    fixes   "semaphore-buffer-swapped"
    param cap = 2; param n = 2
    semaphore slots = 2; semaphore items = 0; mutex m
    var buf[2] = 0; var head = 0; var tail = 0; var sum = 0
    thread producer[2] { for i in 1 ..< n + 1 {
        slots.acquire(); with m { buf[tail % cap] = i; tail += 1 }; items.release() } }
    thread consumer[2] { repeat n {
        items.acquire(); with m { sum += buf[head % cap]; head += 1 }; slots.release() } }
    expect finally sum == n * (n + 1); expect always tail - head <= cap
    """#,
    #"""
    scenario "dining-philosophers"                              // deadlock in N steps
    fixed by "dining-philosophers-ordered"
    param N = 3 in 2...7; param meals = 1; mutex fork[N]; mutex table; var eaten = 0
    thread philosopher[N] { repeat meals {
        with fork[self] { with fork[(self + 1) % N] { with table { eaten += 1 } } } } }
    expect deadlock; expect lockcycle; expect possible eaten == N * meals
    """#,
    #"""
    scenario "readers-writers"                                  // clean
    param R = 2; param W = 2; rwlock lock; var x = 0; var y = 0; atomic reading = 0
    thread writer[W] { with write lock { assert reading == 0, "writer inside with readers"; x += 1; y += 1 } }
    thread reader[R] { with read lock {
        reading.add(1); local a = x; local b = y; assert a == b, "torn read"; reading.add(-1) } }
    expect finally x == W && y == W; expect possible reading == 2
    """#,
    #"""
    scenario "shm-ring-crash"                                   // deadlock after 5 steps; robust twin: clean
    teaches "Process-shared locks outlive their owner: without robust locks everyone else hangs."
    fixed by "shm-ring-crash-robust"
    param n = 2; param cap = 2
    shm mutex m; shm semaphore slots = 2; shm semaphore items = 0
    shm var cell[2] = 0; shm var head = 0; shm var tail = 0
    process producer { for i in 1 ..< n + 1 {
        slots.acquire(); m.lock(); cell[tail % cap] = i
        may crash
        tail += 1; m.unlock(); items.release() } }
    process consumer { local got = 0
        while got < n {
            items.acquire()
            with m { local v = cell[head % cap]; head += 1; assert v == head, "items out of order" }
            slots.release(); got += 1 } }
    expect deadlock
    """#,
    #"""
    scenario "pool-three-workers"                               // clean
    teaches "Waiting overlaps on threads; computing overlaps only on cores."
    param io = 3; param cpu = 1; atomic finished = 0; atomic bytes = 0
    pool workers = threads(3)                                   // twin: processes(3)
    task fetch(i)  { sleep 20ms; bytes.add(i); finished.add(1) }
    task crunch(i) { work 5ms; finished.add(1) }
    main {
        for i in 0 ..< io  { workers.submit(fetch, i) }
        for i in 0 ..< cpu { workers.submit(crunch, i) }
        workers.drain(); assert finished == io + cpu, "drain returned early" }
    expect finally finished == io + cpu
    """#,
  ]
}
