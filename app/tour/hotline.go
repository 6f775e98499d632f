package tour

import _ "embed"

// Hotline is the file of a sample hotline (样例热线), with columns of its own: a letter for each thing
// that may become of one.
//
//go:embed hotline.csv
var Hotline []byte

// HotlineLater is the file that it sends later, in which it corrects a letter.
//
//go:embed hotline_later.csv
var HotlineLater []byte

// HotlineSource is the id of the sample hotline.
const HotlineSource = "sample-hotline"

// Tickets of the file, by what becomes of them.
const (
	TicketCorrected  = "RX20261100000001" // its source corrects it
	TicketPraise     = "RX20261100000002" // dismissed by a rule
	TicketSells      = "RX20261100000003" // so
	TicketAnswer     = "RX20261100000004" // so
	TicketUnclear    = "RX20261100000005" // waits: demand unclear
	TicketCopy       = "RX20261100000006" // dismissed: word for word the one before
	TicketOpened     = "RX20261100000007" // a person opens a case for it (立件)
	TicketDanger     = "RX20261100000008" // life at stake: called, and passed on (移送)
	TicketGrave      = "RX20261100000009" // severity II opens a case with the first report
	TicketHinted     = "RX20261100000010" // its columns say what the text leaves open
	TicketArbitrated = "RX20261100000011" // its unit returns it, and it is decided; a provisional due time
)
