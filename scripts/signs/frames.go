package main

import "strings"

// frames are how a clerk or a polite writer puts the same, and one who says where.
var frames = []string{
	"市民来电反映：%，请相关部门尽快核实处理。",
	"来电人称%，请求派人到场，望协调。",
	"%，贵阳市南明区花果园",
	"洛川县老城镇东街，%",
	"您好，%。希望尽快处理，谢谢。",
}

// unmaking are frames in which what is told is past, feared, wished, drilled, asked, quoted,
// settled, thanked for or a figure of speech, so that nobody has to be called for it now.
var unmaking = []string{
	"去年夏天%，到现在没有一个说法",
	"三年前%，赔偿款一直没有付",
	"前年在工地上%，工伤认定还没下来",
	"上个月%，后来送医院了，医药费谁来出",
	"上周%，人已经救出来了，想问责任怎么认定",
	"前几天%，好在没事，要求物业给个说法",
	"昨晚%，派出所来处理过了，现在没事了",
	"早上%，已经处理完了，谢谢大家，请恢复通行",
	"小时候%，现在想办残疾证，需要什么材料",
	"当年%，现在想申请救助，街道说没有政策",
	"2016年%，法院判了，一直执行不到",
	"半年前%，保险公司拒赔，求调解",
	"听说外地%，想问我们这里有没有排查过",
	"看新闻说外省%，建议我市也检查一下",
	"刷到一个视频，%，请问是真的还是谣言",
	"群里都在传%，能不能辟谣",
	"昨天看的电影里%，影院音响太大",
	"电视剧里天天演%，孩子看了害怕，平台不管吗",
	"小说里写%，想问版权怎么登记",
	"明天演练，模拟%，请居民不要惊慌",
	"学校搞演习，假装%，孩子吓哭了，能不能提前通知",
	"培训课上讲%怎么办，模型坏了，要求退培训费",
	"请问%医保能报销吗",
	"咨询一下，如果%应该打哪个电话",
	"想问问%算不算工伤，要准备什么证明",
	"万一%谁负责，建议提前防范",
	"怕哪天%，希望尽快整改",
	"建议安装报警装置，以后有人%可以及时发现",
	"没有防护，迟早会%，请有关部门重视",
	"感谢消防员，那天%，十分钟就赶到了，送锦旗去哪里",
	"多亏邻居帮忙，上次%，现在人好了，想表扬",
	"表扬120，前天%，医生处理及时，已经出院",
	"县志记载那年%，希望立块碑",
	"爷爷讲过去%，想捐几张老照片",
	"密室逃脱里有人装作%，体验差，要求退票",
	"这服务差得，跟%一样，气死人了",
	"案子一审判了，那次%，我们不服，怎么上诉",
	"报纸上写%，标题写错了，请更正",
}

const (
	sameCounts  = 0.2
	otherCounts = 0.12
	shortText   = 60 * 3 // bytes that a frame is put around
)

// framed are the texts that the frames make of one; n tells which of many.
func framed(n int, t text) (out []text) {
	plain := strings.TrimRight(t.words, "。！!")
	make := func(frame string, counts float64) text {
		t := t
		t.framed, t.counts = true, counts
		t.words = strings.Replace(frame, "%", plain, 1)
		t.signs = signs("", t.words)
		return t
	}
	for _, frame := range frames {
		out = append(out, make(frame, sameCounts))
	}
	if !t.now || len(plain) > shortText {
		return out
	}
	for i := range 5 {
		f := make(unmaking[(5*n+i*7)%len(unmaking)], otherCounts)
		f.now, f.call, f.severity = false, nil, []string{"IV"}
		out = append(out, f)
	}
	return out
}
