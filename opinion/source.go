package opinion

// SourceKind says what sort of place a text was said in.
type SourceKind string

// The kinds of Source.
const (
	KindHotline SourceKind = "hotline" // 12345 export
	KindBoard   SourceKind = "board"   // 留言板, mailbox
	KindNews    SourceKind = "news"
	KindForum   SourceKind = "forum" // open discussion pages
	KindOther   SourceKind = "other"
)

type sourceTraits struct {
	// asked: who speaks there speaks to the office. Each finding opens a case unless the
	// configuration says otherwise, and the topic's own clock runs.
	asked bool
}

var sources = kinds[SourceKind, sourceTraits]{
	{KindHotline, sourceTraits{asked: true}},
	{KindBoard, sourceTraits{asked: true}},
	{KindNews, sourceTraits{}},
	{KindForum, sourceTraits{}},
	{KindOther, sourceTraits{}},
}

// SourceKinds are all of them, in order.
var SourceKinds = sources.all()

// AskedAt are the kinds at which who speaks asks the office.
var AskedAt = sources.those(func(t sourceTraits) bool { return t.asked })

// Known says whether k is one of SourceKinds.
func (k SourceKind) Known() bool { _, ok := sources.of(k); return ok }

// Asked says whether who speaks there asks the office.
func (k SourceKind) Asked() bool { is, _ := sources.of(k); return is.asked }

// Source (来源) is a public page, feed or hotline export that is collected.
type Source struct {
	ID       string     `json:"id" yaml:"id"`
	Name     string     `json:"name" yaml:"name"`
	Kind     SourceKind `json:"kind" yaml:"kind"`
	URL      string     `json:"url,omitempty" yaml:"url"`
	Division string     `json:"division,omitempty" yaml:"division"`
}
