package bleve

import (
	"encoding/binary"
	"fmt"
)

// A file of bbolt as it lies on the disk (go.etcd.io/bbolt, internal/common/page.go): pages with a
// head of their number, kind, count of elements and how many pages more they take. Two heads of the
// file stand first. A page that is in neither the tree nor the list of free pages would be lost, and
// one that is in both would be written over. The library looks at that in a goroutine of its own,
// where nobody can catch what it throws, or never, and then waits for itself forever. So it is looked
// at here, and that keys and values lie one behind the other, as the library writes them: a count or a
// place that is another would hide some.
const (
	pageHead, elementHead, bucketHead = 16, 16, 16
	branchPage, leafPage, freePage    = 0x01, 0x02, 0x10
	bucketFlag                        = 0x01
	noFreeList                        = ^uint64(0)
)

// pages is a file of bbolt, with how often each page below the highest was met.
type pages struct {
	b    []byte
	size uint64
	met  []int
}

var order = binary.NativeEndian

// wholePages is an error where the pages of a file of bbolt are not each in exactly one place.
func wholePages(b []byte, size int) error {
	head := newestHead(b, size)
	root, free, highest := order.Uint64(head[16:]), order.Uint64(head[32:]), order.Uint64(head[40:])
	if highest > uint64(len(b)/size) {
		return fmt.Errorf("%s: %w", rootFile, errSum)
	}
	p := pages{b: b, size: uint64(size), met: make([]int, highest)}
	p.met[0], p.met[1] = 1, 1
	p.tree(root)
	if free != noFreeList {
		p.free(free)
	}
	for n, times := range p.met {
		if times != 1 && (times != 0 || free != noFreeList) {
			return fmt.Errorf("%s: page %d: %w", rootFile, n, errSum)
		}
	}
	return nil
}

// newestHead is the head of the file that is in force, without that of its page.
func newestHead(b []byte, size int) []byte {
	one, other := b[pageHead:], b[size+pageHead:]
	if order.Uint64(one[48:]) > order.Uint64(other[48:]) {
		return one
	}
	return other
}

// page counts a page with those that it takes more, and gives its kind, its count and its bytes.
func (p *pages) page(n uint64) (kind, count uint16, body []byte) {
	b := p.b[n*p.size:]
	if order.Uint64(b) != n {
		panic(errSum)
	}
	last := n + uint64(order.Uint32(b[12:]))
	for at := n; at <= last; at++ {
		if p.met[at]++; p.met[at] > 1 { // else a page that holds itself would be read forever
			panic(errSum)
		}
	}
	return order.Uint16(b[8:]), order.Uint16(b[10:]), b[:(last-n+1)*p.size]
}

func (p *pages) tree(n uint64) {
	kind, count, b := p.page(n)
	if kind != branchPage && kind != leafPage {
		panic(errSum)
	}
	p.elements(kind, int(count), b[pageHead:])
}

// elements are the heads of what a page holds, and behind them its keys and values.
func (p *pages) elements(kind uint16, count int, b []byte) {
	next := elementHead * count
	for i := range count {
		at := elementHead * i
		e := b[at:]
		if kind == branchPage { // where its key is, how long that is, and the page below
			if at+int(order.Uint32(e)) != next {
				panic(errSum)
			}
			next += int(order.Uint32(e[4:]))
			p.tree(order.Uint64(e[8:]))
			continue
		}
		flags, place := order.Uint32(e), at+int(order.Uint32(e[4:]))
		value := place + int(order.Uint32(e[8:]))
		if place != next || flags&^bucketFlag != 0 {
			panic(errSum)
		}
		next = value + int(order.Uint32(e[12:]))
		if flags == bucketFlag {
			p.bucket(b[value:next])
		}
	}
}

// bucket is the first page of a bucket and a count that nobody uses; a small bucket stands there
// itself, as a page without number.
func (p *pages) bucket(b []byte) {
	if first := order.Uint64(b); first != 0 {
		p.tree(first)
		return
	}
	if b = b[bucketHead:]; order.Uint64(b) != 0 || order.Uint16(b[8:]) != leafPage {
		panic(errSum)
	}
	p.elements(leafPage, int(order.Uint16(b[10:])), b[pageHead:])
}

func (p *pages) free(n uint64) {
	kind, short, b := p.page(n)
	if kind != freePage {
		panic(errSum)
	}
	count, list := uint64(short), b[pageHead:]
	if short == 0xFFFF { // the count did not fit
		count, list = order.Uint64(list), list[8:]
	}
	for i := range count {
		p.met[order.Uint64(list[8*i:])]++
	}
}
