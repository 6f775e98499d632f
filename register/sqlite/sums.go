package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Each page of the register's file ends with a sum of what it holds and of where it stands. SQLite keeps
// no sums: a bit that turns in a stored number or word gives another, which it would answer with. It leaves
// room at the end of each page that it never reads (the header says how much); so its own way to files is
// taken, and only reading and writing a page of the file itself are our own: what is written gets its sum,
// and what is read is refused as damage where the sum is another. Its journal has sums of its own.
const (
	pageBytes = 4096
	sumSize   = 8 // a sum, and four bytes that are 0
	sumsVFS   = "huiying-sums"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func sumOf(page []byte, at int64) uint32 {
	var place [8]byte
	binary.LittleEndian.PutUint64(place[:], uint64(at))
	return crc32.Update(crc32.Checksum(page[:pageBytes-sumSize], castagnoli), castagnoli, place[:])
}

// good says whether a page has its sum. One that was never written is all zeros.
func good(page []byte, at int64) bool {
	end := binary.LittleEndian.Uint64(page[pageBytes-sumSize:])
	if end == uint64(sumOf(page, at)) {
		return true
	}
	return end == 0 && len(bytes.TrimLeft(page, "\x00")) == 0
}

func seal(page []byte, at int64) {
	binary.LittleEndian.PutUint64(page[pageBytes-sumSize:], uint64(sumOf(page, at)))
}

// wholePage says whether an amount at a place of a file is a page.
func wholePage(n int32, at int64) bool { return n == pageBytes && at%pageBytes == 0 }

// blank writes an empty database whose pages leave room for sums, where there is no file. SQLite makes
// none such by itself. The layout of the first page is that of its file format.
func blank(path string) error {
	page := make([]byte, pageBytes)
	copy(page, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(page[16:], pageBytes)
	copy(page[18:], []byte{2, 2, sumSize, 64, 32, 32}) // journal WAL, to read and to write; shares of a page
	binary.BigEndian.PutUint32(page[24:], 1)           // changes
	binary.BigEndian.PutUint32(page[28:], 1)           // pages
	binary.BigEndian.PutUint32(page[44:], 4)           // form of the schema
	binary.BigEndian.PutUint32(page[56:], 1)           // UTF-8
	binary.BigEndian.PutUint32(page[92:], 1)           // the change that the number of pages is of
	page[100] = 0x0d                                   // a table, the schema, without rows
	binary.BigEndian.PutUint16(page[105:], pageBytes-sumSize)
	seal(page, 0)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(page)
	return errors.Join(err, f.Close())
}

// methods are those of SQLite for a file, with reading and writing replaced, and where its own stand.
type methods struct {
	sqlite3.Tsqlite3_io_methods
	own uintptr
}

// vfs is SQLite's way to files, and the methods that it gives files, by theirs.
var vfs struct {
	own     uintptr
	mu      sync.Mutex
	methods map[uintptr]uintptr
}

// withSums makes the way known to SQLite, once.
var withSums = sync.OnceValue(func() error {
	tls := libc.NewTLS()
	defer tls.Close()
	if vfs.own = sqlite3.Xsqlite3_vfs_find(tls, 0); vfs.own == 0 {
		return errors.New("SQLite has no way to files")
	}
	vfs.methods = map[uintptr]uintptr{}
	name, err := libc.CString(sumsVFS)
	if err != nil {
		return err
	}
	is := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))
	if is == 0 {
		return errors.New("no memory")
	}
	v := memory[sqlite3.Tsqlite3_vfs](is)
	*v = *memory[sqlite3.Tsqlite3_vfs](vfs.own)
	v.FpNext, v.FzName, v.FxOpen = 0, name, pointer(openFile)
	if rc := sqlite3.Xsqlite3_vfs_register(tls, is, 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("SQLite refuses a way to files (%d)", rc)
	}
	return nil
})

// memory is what lies at an address of SQLite's memory, which the garbage collector does not move.
func memory[T any](address uintptr) *T { return (*T)(*(*unsafe.Pointer)(unsafe.Pointer(&address))) }

// pointer is a function as SQLite calls it.
func pointer(f any) uintptr { return (*[2]uintptr)(unsafe.Pointer(&f))[1] }

// function is a function of SQLite's.
func function[F any](pointer uintptr) F { return *(*F)(unsafe.Pointer(&struct{ uintptr }{pointer})) }

type (
	opener = func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32
	mover  = func(tls *libc.TLS, file, buf uintptr, n int32, at int64) int32
)

// openFile opens a file as SQLite does. A database gets our methods.
func openFile(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	rc := function[opener](memory[sqlite3.Tsqlite3_vfs](vfs.own).FxOpen)(tls, vfs.own, name, file, flags, out)
	f := memory[sqlite3.Tsqlite3_file](file)
	if rc != sqlite3.SQLITE_OK || flags&sqlite3.SQLITE_OPEN_MAIN_DB == 0 || f.FpMethods == 0 {
		return rc
	}
	vfs.mu.Lock()
	defer vfs.mu.Unlock()
	mine := vfs.methods[f.FpMethods]
	if mine == 0 {
		if mine = libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(methods{}))); mine == 0 {
			return sqlite3.SQLITE_NOMEM
		}
		m := memory[methods](mine)
		*m = methods{*memory[sqlite3.Tsqlite3_io_methods](f.FpMethods), f.FpMethods}
		m.FiVersion = min(m.FiVersion, 2) // no mapped memory: it would be read beside us
		m.FxRead, m.FxWrite = pointer(readPage), pointer(writePage)
		vfs.methods[f.FpMethods] = mine
	}
	f.FpMethods = mine
	return rc
}

func ownOf(file uintptr) *sqlite3.Tsqlite3_io_methods {
	return memory[sqlite3.Tsqlite3_io_methods](memory[methods](memory[sqlite3.Tsqlite3_file](file).FpMethods).own)
}

func readPage(tls *libc.TLS, file, buf uintptr, n int32, from int64) int32 {
	rc := function[mover](ownOf(file).FxRead)(tls, file, buf, n, from)
	if rc == sqlite3.SQLITE_OK && wholePage(n, from) && !good(unsafe.Slice(memory[byte](buf), n), from) {
		return sqlite3.SQLITE_CORRUPT
	}
	return rc
}

func writePage(tls *libc.TLS, file, buf uintptr, n int32, to int64) int32 {
	if wholePage(n, to) {
		seal(unsafe.Slice(memory[byte](buf), n), to)
	}
	return function[mover](ownOf(file).FxWrite)(tls, file, buf, n, to)
}
