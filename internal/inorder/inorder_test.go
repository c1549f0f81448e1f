package inorder_test

import (
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/headway-go/headway/internal/inorder"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// uneven works longer on some numbers, so that those after them are done first.
func uneven() func(int) int {
	return func(i int) int {
		if i%7 == 0 {
			time.Sleep(100 * time.Microsecond)
		}
		return i * i
	}
}

func TestResultsComeInTheOrderOfTheWork(t *testing.T) {
	for workers := range 9 {
		for _, n := range []int{0, 1, 7, 8, 9, 500} {
			var want []int
			for i := range n {
				want = append(want, i*i)
			}
			require.Equal(t, want, slices.Collect(inorder.Map(workers, count(n), uneven)), "%d workers, %d pieces", workers, n)
		}
	}
}

func TestEachWorkerHasItsOwnMemory(t *testing.T) {
	var made atomic.Int32
	worker := func() func(int) int {
		made.Add(1)
		mine := 0 // a race if two goroutines had it
		return func(int) int { mine++; return mine }
	}
	total := 0
	for range inorder.Map(4, count(1000), worker) {
		total++
	}
	require.Equal(t, 1000, total)
	require.EqualValues(t, 4, made.Load())
}

func TestAllWorkersWorkAtOnce(t *testing.T) {
	var all sync.WaitGroup
	all.Add(4)
	worker := func() func(int) bool {
		return func(int) bool {
			all.Done()
			all.Wait() // for all four
			return true
		}
	}
	require.Len(t, slices.Collect(inorder.Map(4, count(4), worker)), 4)
}

func TestNoMoreIsBegunThanIsAllowed(t *testing.T) {
	read := 0
	work := func(yield func(int) bool) {
		for i := range 1000 {
			read++
			if !yield(i) {
				return
			}
		}
	}
	taken := 0
	for range inorder.Map(2, work, uneven) {
		taken++
		require.LessOrEqual(t, read-taken, 2*8+1)
	}
	require.Equal(t, 1000, taken)
}

// TestNoGoroutineIsLeft counts them however it ends.
func TestNoGoroutineIsLeft(t *testing.T) {
	failing := func(yield func(int) bool) {
		for i := range 100 {
			if i == 60 {
				panic("the source")
			}
			if !yield(i) {
				return
			}
		}
	}
	clumsy := func() func(int) int {
		return func(i int) int {
			if i == 40 {
				panic(fmt.Sprint("the work on ", i))
			}
			return i
		}
	}
	take := func(seq iter.Seq[int], most int) (n int) {
		for range seq {
			if n++; n == most {
				break
			}
		}
		return n
	}
	for _, c := range []struct {
		name   string
		run    func() int
		taken  int
		panics any
	}{
		{"it comes to its end", func() int { return take(inorder.Map(4, count(100), uneven), 0) }, 100, nil},
		{"the caller stops at the first", func() int { return take(inorder.Map(4, count(100), uneven), 1) }, 1, nil},
		{"the caller stops in the midst", func() int { return take(inorder.Map(4, count(100), uneven), 50) }, 50, nil},
		{"the caller stops at the last", func() int { return take(inorder.Map(4, count(100), uneven), 100) }, 100, nil},
		{"the source panics", func() int { return take(inorder.Map(4, failing, uneven), 0) }, 0, "the source"},
		{"a worker panics", func() int { return take(inorder.Map(4, count(100), clumsy), 0) }, 0, "the work on 40"},
		{"the caller panics", func() int {
			for i := range inorder.Map(4, count(100), uneven) {
				if i > 9 {
					panic("the caller")
				}
			}
			return 0
		}, 0, "the caller"},
		{"the caller stops before the panic of a worker", func() int { return take(inorder.Map(4, count(100), clumsy), 30) }, 30, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			if c.panics != nil {
				require.PanicsWithValue(t, c.panics, func() { c.run() })
			} else {
				require.Equal(t, c.taken, c.run())
			}
			for range 1000 { // one that has done its last deed may not be gone yet
				if runtime.NumGoroutine() <= before {
					return
				}
				time.Sleep(time.Millisecond)
			}
			t.Fatal("a goroutine is left")
		})
	}
}

// TestWhoStopsWaitsForWhatIsBegunAndForNothingElse: what is being worked on is
// done when Map returns, and what waits in the queue is never begun.
func TestWhoStopsWaitsForWhatIsBegunAndForNothingElse(t *testing.T) {
	var begun, ended atomic.Int32
	stopped := make(chan struct{})
	worker := func() func(int) int {
		return func(i int) int {
			begun.Add(1)
			if i > 0 {
				<-stopped
				time.Sleep(20 * time.Millisecond)
			}
			ended.Add(1)
			return i
		}
	}
	for range inorder.Map(2, count(1000), worker) {
		close(stopped)
		break
	}
	require.Equal(t, begun.Load(), ended.Load())
	require.Less(t, begun.Load(), int32(16), "the queue was full")
}

func TestTheResultsBeforeAPanicAreTaken(t *testing.T) {
	worker := func() func(int) int {
		return func(i int) int {
			if i == 33 {
				panic("33")
			}
			return i
		}
	}
	taken := 0
	require.PanicsWithValue(t, "33", func() {
		for range inorder.Map(4, count(100), worker) {
			taken++
		}
	})
	require.Equal(t, 33, taken)
}

// BenchmarkMap is what handing over costs, with work that is nothing.
func BenchmarkMap(b *testing.B) {
	for _, workers := range []int{1, 2, 4} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			b.ReportAllocs()
			nothing := func() func(int) int { return func(i int) int { return i } }
			for range inorder.Map(workers, count(b.N), nothing) {
			}
		})
	}
}
