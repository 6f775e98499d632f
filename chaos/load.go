package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"huiying/internal/testregion"
)

// patient waits long: what is acknowledged late is acknowledged.
var patient = &http.Client{Timeout: 45 * time.Second}

// story is a concern that a few people tell, each in words of their own.
type story struct {
	place, estate, matter string
	own                   []string // words that only this story has, so that it is an issue of its own
	told, of              int
}

var (
	counties = testregion.Counties()
	first    = []rune("望听龙榕东石白新西洛鹅松竹梅兰桂柏枫荷莲云霞溪泉岭坪塘桥湾洲")
	second   = []rune("江涛泉荫湖桥石安环岗风影月园林花香雪山水苑庭居里坊村寨坡井屯")
	matters  = []string{
		"路面塌陷一个大坑，只放了一个锥桶，早晚高峰学生很多，很危险，请尽快抢修",
		"停水已经两天没有通知，一百多户人家靠买桶装水，请问什么时候恢复供水",
		"旁边的工地夜间施工到凌晨两点，打桩噪音很大，老人孩子都睡不着，请查处",
		"楼下餐饮店油烟直接排到居民楼，晚上味道特别重开不了窗，请环保部门检查",
		"民办幼儿园多收特色课费用，没有公示也不开发票，请教育部门核查收费",
		"附近河水发黑发臭有很多死鱼，怀疑有企业夜间偷排污水，请取样检测",
		"主干道两公里没有一盏路灯，晚上骑车看不清路，已经有人摔伤，建议尽快安装",
		"农贸市场的摊位销售过期熟食，买回去发现已经变味，请市场监管部门检查",
	}
	ways = []string{"反映%s：%s%s。", "我是%[2]s的住户，%[3]s，这里是%[1]s。", "%[1]s%[2]s的问题拖了很久：%[3]s，盼回复。"}
)

// teller makes texts up. The same seed tells the same stories.
type teller struct {
	r    *rand.Rand
	open []*story
	n    int
	name string
}

func newTeller(seed uint64, name string) *teller {
	return &teller{r: rand.New(rand.NewPCG(seed, 11)), name: name}
}

type said struct{ Ref, Title, Text string }

func (t *teller) next() said {
	if len(t.open) < 8 || t.r.IntN(3) == 0 {
		t.open = append(t.open, &story{own: t.words(12), place: counties[t.r.IntN(len(counties))], matter: matters[t.r.IntN(len(matters))], of: 1 + t.r.IntN(6),
			estate: string(first[t.r.IntN(len(first))]) + string(second[t.r.IntN(len(second))]) + string(second[t.r.IntN(len(second))]) + "小区"})
	}
	i := t.r.IntN(len(t.open))
	s := t.open[i]
	s.told++
	if s.told >= s.of {
		t.open = append(t.open[:i], t.open[i+1:]...)
	}
	t.n++
	text := fmt.Sprintf(ways[t.r.IntN(len(ways))], s.place, s.estate, s.matter)
	return said{Ref: fmt.Sprintf("%s-%d", t.name, t.n), Title: s.place + s.estate + s.own[0] + "的问题",
		Text: text + "涉及" + strings.Join(s.own, "、") + fmt.Sprintf("。第%d次反映。", t.n)}
}

// words are names that nobody bears, in letters, so that they are cut as they stand.
func (t *teller) words(n int) []string {
	out := make([]string, n)
	for i := range out {
		word := make([]byte, 7)
		for j := range word {
			word[j] = byte('a' + t.r.IntN(26))
		}
		out[i] = string(word)
	}
	return out
}

type submitted struct {
	Source string `json:"source"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

// importing brings mentions at the rate, to either console. What gets no answer is brought
// again, as any importer does, until it has one or the load ends.
func (w *world) importing(ctx context.Context) {
	t := newTeller(w.seed^uint64(time.Since(w.began)), fmt.Sprintf("i%d", time.Since(w.began).Milliseconds()))
	const every = 500 * time.Millisecond
	tick := time.NewTicker(every)
	defer tick.Stop()
	hands := make(chan struct{}, 20) // so much waits for an answer at once; then the source itself waits
	for {
		select {
		case <-ctx.Done():
			for range cap(hands) {
				hands <- struct{}{}
			}
			return
		case <-tick.C:
		}
		batch := make([]submitted, max(1, w.rate*int(every)/int(time.Second)))
		for i := range batch {
			s := t.next()
			batch[i] = submitted{"mailbox", s.Ref, s.Title, s.Text}
		}
		select {
		case hands <- struct{}{}:
		case <-ctx.Done():
			continue
		}
		go func() {
			defer func() { <-hands }()
			w.bring(ctx, batch)
		}()
	}
}

func (w *world) bring(ctx context.Context, batch []submitted) {
	body, err := json.Marshal(batch)
	if err != nil {
		panic(err)
	}
	begin := time.Now()
	for try := 0; ; try++ {
		var taken struct {
			IDs    []string          `json:"ids"`
			Errors []json.RawMessage `json:"errors"`
		}
		status, err := post(w.consoles[w.dice.upTo(len(w.consoles))]+"/api/v1/mentions", body, &taken)
		if err == nil && status == http.StatusAccepted {
			w.ledger.mentions(taken.IDs, time.Since(begin))
			if len(taken.Errors) > 0 {
				w.ledger.refused(len(taken.Errors))
			}
			return
		}
		w.ledger.noAnswer()
		if !sleep(ctx, time.Second) && try > 0 {
			return
		}
	}
}

func post(url string, body []byte, into any) (int, error) {
	res, err := patient.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return res.StatusCode, nil
	}
	return res.StatusCode, json.NewDecoder(res.Body).Decode(into)
}

func get(client *http.Client, url string, into any) error {
	res, err := client.Get(url)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		return fmt.Errorf("%s answers %s", url, res.Status)
	}
	return json.NewDecoder(res.Body).Decode(into)
}
