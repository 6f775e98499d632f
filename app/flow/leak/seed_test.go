package leak_test

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Identifiers that were never issued, made by the public rules of their formats: identity
// numbers with birth years 1801 to 1805, phones and cards of zeros. Each has a number of its
// own, so that one that is found somewhere says where it came from.

// seeded is one identifier in one spelling.
type seeded struct {
	where string // where it was put
	kind  string
	value string // as written
	bare  string // as a reader sees it, where it is written in another way; may be empty
}

// needles are the spellings to look for: as written, folded (half-width, no separators), and
// as an address would escape it.
func (s seeded) needles() []string {
	out := []string{s.value}
	folded := norm.NFKC.String(s.value)
	bare := strings.NewReplacer(" ", "", "-", "", "·", "", "(", "", ")", "").Replace(folded)
	for _, v := range []string{s.bare, folded, bare, strings.ToLower(bare), strings.TrimPrefix(bare, "+86"), url.QueryEscape(s.value)} {
		if len(v) >= 6 {
			out = append(out, v)
		}
	}
	return out
}

// seeder makes identifiers and remembers them.
type seeder struct {
	n   int
	all []seeded
}

func (g *seeder) plant(where, kind, value string) string {
	g.all = append(g.all, seeded{where: where, kind: kind, value: value})
	return value
}

// dress plants a value that is written in another way, as exports of web systems write it.
func (g *seeder) dress(where, kind, bare, written string) string {
	g.all = append(g.all, seeded{where: where, kind: kind, value: written, bare: bare})
	return written
}

// next counts; the spelling changes with the number.
func (g *seeder) next() (n, spelling int) {
	g.n++
	return g.n, g.n % 4
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

// plainID is an identity number that nobody remembers yet.
func (g *seeder) plainID() string {
	n, _ := g.next()
	return idNumber(n)
}

// identity is a remembered identity number, as columns hold it.
func (g *seeder) identity(where string) string { return g.plant(where, "id_card", g.plainID()) }

func idNumber(n int) string {
	s := fmt.Sprintf("110101%d%02d%02d%03d", 1801+n%5, 1+n%12, 1+n%28, n%1000)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * w
	}
	return s + string("10X98765432"[sum%11])
}

func (g *seeder) idCard(where string) string {
	n, spelling := g.next()
	s := idNumber(n)
	switch spelling {
	case 1:
		s = s[:6] + " " + s[6:14] + " " + s[14:]
	case 2:
		s = strings.ToLower(s)
	case 3:
		s = wide(s)
	}
	return g.plant(where, "id_card", s)
}

func (g *seeder) mobile(where string) string {
	n, spelling := g.next()
	s := fmt.Sprintf("1380000%04d", n)
	switch spelling {
	case 1:
		s = s[:3] + " " + s[3:7] + " " + s[7:]
	case 2:
		s = "+86-" + s[:3] + "-" + s[3:7] + "-" + s[7:]
	case 3:
		s = wide(s)
	}
	return g.plant(where, "mobile", s)
}

// plainMobile is eleven digits and nothing else, as columns and addresses hold it.
func (g *seeder) plainMobile(where string) string {
	n, _ := g.next()
	return g.plant(where, "mobile", fmt.Sprintf("1590000%04d", n))
}

func (g *seeder) landline(where string) string {
	n, spelling := g.next()
	s := fmt.Sprintf("0771-0000%03d", n)
	if spelling%2 == 1 {
		s = fmt.Sprintf("（0771）0000%03d转8", n)
	}
	return g.plant(where, "landline", s)
}

func (g *seeder) bankCard(where string) string {
	n, spelling := g.next()
	s, sum := fmt.Sprintf("62000000000%04d", n), 0
	for i := range s {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	s += fmt.Sprint((10 - sum%10) % 10)
	if spelling%2 == 1 {
		s = s[:4] + " " + s[4:8] + " " + s[8:12] + " " + s[12:]
	}
	return g.plant(where, "bank_card", s)
}

func (g *seeder) plate(where string) string {
	n, spelling := g.next()
	dot := []string{"", "·", "", "-"}[spelling]
	return g.plant(where, "plate", fmt.Sprintf("桂A%s00%03d", dot, n))
}

func (g *seeder) email(where string) string {
	n, spelling := g.next()
	at := []string{"@", "＠", "@", "(at)"}[spelling]
	return g.plant(where, "email", fmt.Sprintf("seed%03d%sexample.org", n, at))
}

func (g *seeder) name(where string) string {
	n, _ := g.next()
	family := []string{"欧阳", "司马", "诸葛", "崔", "魏", "薛", "阎", "覃"}
	given := []string{"珏", "琰", "瑢", "璟", "珂", "玥", "琛", "瑾", "璐", "珣"}
	return g.plant(where, "name", family[n%8]+given[n/8%10]+given[(n/80+n)%10])
}

// confession is a text with an identifier of every kind (DESIGN 1.2).
func (g *seeder) confession(where string) string {
	simple := func(kind, format string) string {
		n, _ := g.next()
		return g.plant(where, kind, fmt.Sprintf(format, n))
	}
	return "我叫" + g.name(where) + "，身份证号" + g.idCard(where) + "，护照号" + simple("passport", "E00000%03d") +
		"，港澳通行证号" + simple("permit", "C00000%03d") + "，军官证号：" + simple("military", "军字第2000%03d号") +
		"，电话" + g.mobile(where) + "，我家座机" + g.landline(where) + "，银行卡号：" + g.bankCard(where) +
		"，车牌" + g.plate(where) + "，邮箱：" + g.email(where) + "，微信号：" + simple("wechat", "wxseed_%03d") +
		"，QQ：" + simple("qq", "10000%04d") + "，我住听涛苑" + simple("dwelling", "%03d栋9单元1802室") + "。"
}

// address is a public address whose query and path hold identifiers.
func (g *seeder) address(where, base string) string {
	q := url.Values{"phone": {g.plainMobile(where)}, "sfz": {g.idCard(where)}, "mail": {g.email(where)}, "kh": {g.bankCard(where)}}
	return base + "/u/" + g.plainMobile(where) + "?" + q.Encode()
}
