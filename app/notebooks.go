package app

// The notebooks of the log: small facts by key, shared by every process.
const (
	bookSources   = "SOURCES"   // how far each source was read, and how it does
	bookDesk      = "DESK"      // saved searches
	bookBriefings = "BRIEFINGS" // periods that are over, written once
	bookAccounts  = "ACCOUNTS"
	bookSessions  = "SESSIONS" // who is signed in, and who knocked in vain
	bookSeats     = "SEATS"    // who has which case open; passes by itself
)

// copiedBooks go into a backup of a log that is shared with others. Whoever was signed in signs in again.
var copiedBooks = []string{bookSources, bookDesk, bookBriefings, bookAccounts}

// streamOf is the stream in which the log keeps a notebook.
func streamOf(book string) string { return "KV_" + book }
