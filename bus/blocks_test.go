package bus_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
)

// A bit that is wrong in a record, in its length above all, costs that record and none behind it, and is
// named.
func TestAWrongBitCostsOneRecord(t *testing.T) {
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	const n = 12
	for i := range n {
		publish(t, b, mentions(fmt.Sprint(i), 1)...)
	}
	if err := b.Close(ctxOf(t)); err != nil {
		t.Fatal(err)
	}
	blocks, err := filepath.Glob(filepath.Join(bus.StreamDir(dir, "MENTIONS"), "msgs", "*.blk"))
	if err != nil || len(blocks) != 1 {
		t.Fatal(blocks, err)
	}
	good, err := os.ReadFile(blocks[0])
	if err != nil {
		t.Fatal(err)
	}
	fifth := 0
	for range 4 {
		fifth += int(binary.LittleEndian.Uint32(good[fifth:]) &^ (1 << 31))
	}
	size := int(binary.LittleEndian.Uint32(good[fifth:]) &^ (1 << 31))
	other := t.TempDir()
	if err := os.MkdirAll(filepath.Join(other, "msgs"), 0o700); err != nil {
		t.Fatal(err)
	}
	spoilt := filepath.Join(other, "msgs", filepath.Base(blocks[0]))
	for bit := range size * 8 {
		bad := append([]byte(nil), good...)
		bad[fifth+bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(spoilt, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		var read []uint64
		faults, err := bus.ReadStored(other, "MENTIONS", func(s bus.Stored) error { read = append(read, s.Seq); return nil })
		if err != nil || len(read) != n-1 || len(faults) != 1 || faults[0].Seq != 5 {
			t.Fatalf("bit %d of byte %d: read %v, faults %v, %v", bit%8, bit/8, read, faults, err)
		}
	}
}
