package opinion

import "slices"

// ItemElement is a part of what is published, by which a page can be looked at: the nine elements of
// the official catalogue, and what the other kinds of duties have to hold.
type ItemElement string

// The elements. The first nine are those of the standard catalogue (标准目录).
const (
	ElementName     ItemElement = "name"     // 公开事项
	ElementContent  ItemElement = "content"  // 公开内容(要素)
	ElementBasis    ItemElement = "basis"    // 公开依据
	ElementLimit    ItemElement = "limit"    // 公开时限
	ElementBody     ItemElement = "body"     // 公开主体
	ElementWay      ItemElement = "way"      // 公开方式
	ElementChannel  ItemElement = "channel"  // 公开渠道和载体
	ElementAudience ItemElement = "audience" // 公开对象
	ElementLevel    ItemElement = "level"    // 公开层级

	ElementDate       ItemElement = "date"       // 发布日期
	ElementConditions ItemElement = "conditions" // 办理条件
	ElementPapers     ItemElement = "papers"     // 申请材料
	ElementProcess    ItemElement = "process"    // 办理流程
	ElementPlace      ItemElement = "place"      // 办理地点
	ElementDays       ItemElement = "days"       // 办理时限
	ElementFee        ItemElement = "fee"        // 收费标准
	ElementPhone      ItemElement = "phone"      // 咨询电话
	ElementDraft      ItemElement = "draft"      // 征求意见稿
	ElementTerm       ItemElement = "term"       // 征求意见期限
	ElementSpeak      ItemElement = "speak"      // 反馈渠道
	ElementTaken      ItemElement = "taken"      // 意见采纳情况
	ElementReply      ItemElement = "reply"      // 互动回应
)

type itemElementTraits struct{ official bool }

var itemElements = kinds[ItemElement, itemElementTraits]{
	{ElementName, itemElementTraits{true}}, {ElementContent, itemElementTraits{true}},
	{ElementBasis, itemElementTraits{true}}, {ElementLimit, itemElementTraits{true}},
	{ElementBody, itemElementTraits{true}}, {ElementWay, itemElementTraits{true}},
	{ElementChannel, itemElementTraits{true}}, {ElementAudience, itemElementTraits{true}},
	{ElementLevel, itemElementTraits{true}},
	{ElementDate, itemElementTraits{}}, {ElementConditions, itemElementTraits{}},
	{ElementPapers, itemElementTraits{}}, {ElementProcess, itemElementTraits{}},
	{ElementPlace, itemElementTraits{}}, {ElementDays, itemElementTraits{}},
	{ElementFee, itemElementTraits{}}, {ElementPhone, itemElementTraits{}},
	{ElementDraft, itemElementTraits{}}, {ElementTerm, itemElementTraits{}},
	{ElementSpeak, itemElementTraits{}}, {ElementTaken, itemElementTraits{}},
	{ElementReply, itemElementTraits{}},
}

// ItemElements are all of them; NineElements those of the official catalogue, in its order.
var (
	ItemElements = itemElements.all()
	NineElements = itemElements.those(func(is itemElementTraits) bool { return is.official })
)

// Known says whether e is one of ItemElements.
func (e ItemElement) Known() bool { _, ok := itemElements.of(e); return ok }

// ItemCheck is one thing that is looked at in what was published.
type ItemCheck string

// The checks.
const (
	CheckReach     ItemCheck = "reach"     // 可访问: the address answers
	CheckElements  ItemCheck = "elements"  // 要素齐全
	CheckFresh     ItemCheck = "fresh"     // 按时更新: within its cycle
	CheckName      ItemCheck = "name"      // 名称一致: as in the list that leads
	CheckLinked    ItemCheck = "linked"    // 相互关联: policy and interpretation lead to each other
	CheckTogether  ItemCheck = "together"  // 同步解读: the interpretation came in its days
	CheckTerm      ItemCheck = "term"      // 期限足够: a draft is open long enough
	CheckResult    ItemCheck = "result"    // 结果公开: what was taken up is said in time
	CheckInteract  ItemCheck = "interact"  // 互动功能
	CheckReplies   ItemCheck = "replies"   // 留言答复
	CheckLinks     ItemCheck = "links"     // 链接有效
	CheckPhones    ItemCheck = "phones"    // 电话一致
	CheckImitation ItemCheck = "imitation" // 仿冒名称
	CheckPersons   ItemCheck = "persons"   // 个人信息: none is shown
)

var itemChecks = kinds[ItemCheck, struct{}]{
	{CheckReach, struct{}{}}, {CheckElements, struct{}{}}, {CheckFresh, struct{}{}}, {CheckName, struct{}{}},
	{CheckLinked, struct{}{}}, {CheckTogether, struct{}{}}, {CheckTerm, struct{}{}}, {CheckResult, struct{}{}},
	{CheckInteract, struct{}{}}, {CheckReplies, struct{}{}}, {CheckLinks, struct{}{}}, {CheckPhones, struct{}{}},
	{CheckImitation, struct{}{}}, {CheckPersons, struct{}{}},
}

// ItemChecks are all of them, in order.
var ItemChecks = itemChecks.all()

// Known says whether c is one of ItemChecks.
func (c ItemCheck) Known() bool { _, ok := itemChecks.of(c); return ok }

// ItemKind is what sort of duty to publish an Item is.
type ItemKind string

// The kinds.
const (
	ItemCatalogue      ItemKind = "catalogue"      // 目录事项: the item stands in the published catalogue
	ItemInformation    ItemKind = "information"    // 公开信息: a text of an item
	ItemPolicy         ItemKind = "policy"         // 政策文件
	ItemInterpretation ItemKind = "interpretation" // 政策解读
	ItemConsultation   ItemKind = "consultation"   // 意见征集
	ItemGuide          ItemKind = "guide"          // 办事指南
	ItemColumn         ItemKind = "column"         // 网站栏目
	ItemAccount        ItemKind = "account"        // 政务新媒体账号
	ItemVillage        ItemKind = "village"        // 村居公开清单
)

// itemTraits is all that the kinds differ in.
type itemTraits struct {
	states []ItemState
	// facts must be filled before it is handed in; page must be found at its address.
	facts, page []ItemElement
	checks      []ItemCheck
	of          ItemKind  // the kind that it belongs to and is linked with
	cycle       ItemCycle // where the item's own limit says none
	informs     bool      // it holds what people ask for
}

var itemKinds = kinds[ItemKind, itemTraits]{
	{ItemCatalogue, itemTraits{informs: true, states: plainStates, facts: nineElements, page: []ItemElement{ElementName},
		checks: []ItemCheck{CheckReach, CheckElements}}},
	{ItemInformation, itemTraits{informs: true, states: plainStates, facts: []ItemElement{ElementName, ElementBody},
		page:   []ItemElement{ElementName, ElementDate},
		checks: []ItemCheck{CheckReach, CheckElements, CheckFresh, CheckPersons},
		cycle:  ItemCycle{By: CycleEvent, Days: 20, Working: true}}},
	{ItemPolicy, itemTraits{informs: true, states: plainStates, facts: []ItemElement{ElementName, ElementBody},
		page:   []ItemElement{ElementName, ElementDate},
		checks: []ItemCheck{CheckReach, CheckElements, CheckLinked},
		of:     ItemInterpretation, cycle: ItemCycle{By: CycleEvent, Days: 20, Working: true}}},
	{ItemInterpretation, itemTraits{informs: true, states: plainStates, facts: []ItemElement{ElementName, ElementBody},
		page:   []ItemElement{ElementName, ElementDate},
		checks: []ItemCheck{CheckReach, CheckElements, CheckLinked, CheckTogether},
		of:     ItemPolicy, cycle: ItemCycle{By: CycleEvent, Days: 3, Working: true}}},
	{ItemConsultation, itemTraits{informs: true, states: consultationStates, facts: []ItemElement{ElementName, ElementBody},
		page:   []ItemElement{ElementDraft, ElementTerm, ElementSpeak},
		checks: []ItemCheck{CheckReach, CheckElements, CheckTerm, CheckResult},
		cycle:  ItemCycle{By: CycleEvent, Days: 30}}},
	{ItemGuide, itemTraits{informs: true, states: plainStates, facts: []ItemElement{ElementName, ElementBody},
		page: []ItemElement{ElementName, ElementBasis, ElementConditions, ElementPapers, ElementProcess,
			ElementPlace, ElementDays, ElementFee, ElementPhone},
		checks: []ItemCheck{CheckReach, CheckElements, CheckName, CheckLinks, CheckPhones}}},
	{ItemColumn, itemTraits{states: plainStates, facts: []ItemElement{ElementName, ElementBody},
		checks: []ItemCheck{CheckReach, CheckFresh, CheckLinks, CheckInteract, CheckReplies},
		cycle:  ItemCycle{By: CycleEvery, Days: 14}}},
	{ItemAccount, itemTraits{states: plainStates, facts: []ItemElement{ElementName, ElementBody, ElementChannel},
		checks: []ItemCheck{CheckReach, CheckFresh, CheckInteract, CheckReplies, CheckImitation},
		cycle:  ItemCycle{By: CycleEvery, Days: 14}}},
	{ItemVillage, itemTraits{informs: true, states: plainStates, facts: []ItemElement{ElementName, ElementBody},
		page:   []ItemElement{ElementName, ElementDate},
		checks: []ItemCheck{CheckReach, CheckElements, CheckFresh, CheckPersons},
		cycle:  ItemCycle{By: CycleEvery, Days: 92}}},
}

// nineElements is a list of its own: tables are made before NineElements is.
var nineElements = []ItemElement{ElementName, ElementContent, ElementBasis, ElementLimit, ElementBody, ElementWay,
	ElementChannel, ElementAudience, ElementLevel}

// ItemKinds are all of them, in order.
var ItemKinds = itemKinds.all()

// Known says whether k is one of ItemKinds.
func (k ItemKind) Known() bool { _, ok := itemKinds.of(k); return ok }

// Informs says whether an item of the kind holds what people ask for.
func (k ItemKind) Informs() bool { is, _ := itemKinds.of(k); return is.informs }

// States are those that an item of the kind can be in, in their order.
func (k ItemKind) States() []ItemState { is, _ := itemKinds.of(k); return slices.Clone(is.states) }

// Facts are the elements that must be filled before an item of the kind is handed in for review.
func (k ItemKind) Facts() []ItemElement { is, _ := itemKinds.of(k); return slices.Clone(is.facts) }

// OnPage are the elements that must be found at the address of an item of the kind.
func (k ItemKind) OnPage() []ItemElement { is, _ := itemKinds.of(k); return slices.Clone(is.page) }

// Checks are what is looked at in an item of the kind, in order.
func (k ItemKind) Checks() []ItemCheck { is, _ := itemKinds.of(k); return slices.Clone(is.checks) }

// Of is the kind that an item of the kind is linked with; "" for none.
func (k ItemKind) Of() ItemKind { is, _ := itemKinds.of(k); return is.of }

// Cycle is when an item of the kind is due where its own limit says nothing.
func (k ItemKind) Cycle() ItemCycle { is, _ := itemKinds.of(k); return is.cycle }

// ItemState is where an Item is on its way to the public.
type ItemState string

// The states.
const (
	ItemDraft     ItemState = "draft"      // 待报审
	ItemSubmitted ItemState = "submitted"  // 待初审: by the head of its unit
	ItemReviewed  ItemState = "reviewed"   // 待终审: by the openness office
	ItemApproved  ItemState = "approved"   // 待发布
	ItemPublished ItemState = "published"  // 已公开
	ItemConcluded ItemState = "concluded"  // 已反馈结果: of a consultation
	ItemOnRequest ItemState = "on_request" // 依申请公开: reviewed, and given to whoever asks
	ItemWithheld  ItemState = "withheld"   // 不予公开, with the reason
	ItemWithdrawn ItemState = "withdrawn"  // 已撤销, by decision
)

type itemStateTraits struct {
	next   ItemMove // the ordinary step
	public bool     // it stands before the public
	over   bool     // nothing is owed any more
}

var itemStates = kinds[ItemState, itemStateTraits]{
	{ItemDraft, itemStateTraits{next: ItemSubmit}}, {ItemSubmitted, itemStateTraits{next: ItemPass}},
	{ItemReviewed, itemStateTraits{next: ItemPass}}, {ItemApproved, itemStateTraits{next: ItemPublish}},
	{ItemPublished, itemStateTraits{public: true}}, {ItemConcluded, itemStateTraits{public: true, over: true}},
	{ItemOnRequest, itemStateTraits{over: true}}, {ItemWithheld, itemStateTraits{over: true}},
	{ItemWithdrawn, itemStateTraits{over: true}},
}

var (
	plainStates = []ItemState{ItemDraft, ItemSubmitted, ItemReviewed, ItemApproved, ItemPublished,
		ItemOnRequest, ItemWithheld, ItemWithdrawn}
	consultationStates = []ItemState{ItemDraft, ItemSubmitted, ItemReviewed, ItemApproved, ItemPublished,
		ItemConcluded, ItemOnRequest, ItemWithheld, ItemWithdrawn}
)

// ItemStates are all of them, in the order of an item's life.
var ItemStates = itemStates.all()

// Known says whether s is one of ItemStates.
func (s ItemState) Known() bool { _, ok := itemStates.of(s); return ok }

// Next is the ordinary step from a state; "" where none is owed.
func (s ItemState) Next() ItemMove { is, _ := itemStates.of(s); return is.next }

// Public says whether an item in the state stands before the public.
func (s ItemState) Public() bool { is, _ := itemStates.of(s); return is.public }

// Over says whether nothing is owed any more.
func (s ItemState) Over() bool { is, _ := itemStates.of(s); return is.over }

// ItemAttribute (公开属性) is what was decided of a text before its release.
type ItemAttribute string

// The attributes.
const (
	AttributeActive   ItemAttribute = "active"   // 主动公开
	AttributeRequest  ItemAttribute = "request"  // 依申请公开
	AttributeWithheld ItemAttribute = "withheld" // 不予公开
)

var itemAttributes = kinds[ItemAttribute, struct{ to ItemState }]{
	{AttributeActive, struct{ to ItemState }{ItemApproved}},
	{AttributeRequest, struct{ to ItemState }{ItemOnRequest}},
	{AttributeWithheld, struct{ to ItemState }{ItemWithheld}},
}

// ItemAttributes are all of them, in order.
var ItemAttributes = itemAttributes.all()

// Known says whether a is one of ItemAttributes.
func (a ItemAttribute) Known() bool { _, ok := itemAttributes.of(a); return ok }

// ItemMove is one step in the life of an Item.
type ItemMove string

// The moves. The last ones are made by what looks at pages and by the clock.
const (
	ItemAdd      ItemMove = "add"      // 登记
	ItemChange   ItemMove = "change"   // 变更: what was published stays until the change is reviewed
	ItemSubmit   ItemMove = "submit"   // 报审, with attribute and secrecy review
	ItemPass     ItemMove = "pass"     // 审核通过: at each of the two levels
	ItemSendBack ItemMove = "return"   // 退回修改, with a reason
	ItemPublish  ItemMove = "publish"  // 发布, at its addresses
	ItemRenew    ItemMove = "renew"    // 信息形成或变更: the clock starts
	ItemUpdate   ItemMove = "update"   // 已更新: the unit says so, and the next look proves it
	ItemConclude ItemMove = "conclude" // 反馈结果: of a consultation, with its address
	ItemLook     ItemMove = "look"     // 定期评估: it was looked at whether it still holds
	ItemWithdraw ItemMove = "withdraw" // 撤销, by decision
	ItemProve    ItemMove = "prove"    // 查验: its page was looked at
)

type itemMoveTraits struct{ byPerson bool }

var itemMoves = kinds[ItemMove, itemMoveTraits]{
	{ItemAdd, itemMoveTraits{true}}, {ItemChange, itemMoveTraits{true}}, {ItemSubmit, itemMoveTraits{true}},
	{ItemPass, itemMoveTraits{true}}, {ItemSendBack, itemMoveTraits{true}}, {ItemPublish, itemMoveTraits{true}},
	{ItemRenew, itemMoveTraits{true}}, {ItemUpdate, itemMoveTraits{true}}, {ItemConclude, itemMoveTraits{true}},
	{ItemLook, itemMoveTraits{true}}, {ItemWithdraw, itemMoveTraits{true}}, {ItemProve, itemMoveTraits{}},
}

// ItemMoves are all of them, in the order of an item's life.
var ItemMoves = itemMoves.all()

// ItemPersonMoves are those that somebody of the office makes.
var ItemPersonMoves = itemMoves.those(func(is itemMoveTraits) bool { return is.byPerson })

// itemTable says in which states a move is legal.
var itemTable = map[ItemMove][]ItemState{
	ItemChange: {ItemDraft, ItemSubmitted, ItemReviewed, ItemApproved, ItemPublished, ItemConcluded, ItemOnRequest,
		ItemWithheld, ItemWithdrawn},
	ItemSubmit:   {ItemDraft},
	ItemPass:     {ItemSubmitted, ItemReviewed},
	ItemSendBack: {ItemSubmitted, ItemReviewed, ItemApproved},
	ItemPublish:  {ItemApproved},
	ItemRenew:    {ItemPublished},
	ItemUpdate:   {ItemPublished},
	ItemConclude: {ItemPublished},
	ItemLook:     {ItemPublished, ItemOnRequest, ItemWithheld},
	ItemWithdraw: {ItemDraft, ItemApproved, ItemPublished, ItemConcluded, ItemOnRequest},
	ItemProve:    {ItemPublished, ItemConcluded, ItemDraft, ItemSubmitted, ItemReviewed, ItemApproved},
}

// May says whether an item may make a move as it stands.
func (i Item) May(m ItemMove) bool {
	switch {
	case m == ItemAdd:
		return i.ID == ""
	case i.ID == "" || m == ItemConclude && !slices.Contains(i.Kind.States(), ItemConcluded):
		return false
	case m == ItemProve && len(i.Shown.Addresses) == 0:
		return false
	}
	return slices.Contains(itemTable[m], i.State)
}

// Moves are those that somebody of the office may make on an item as it stands, in order.
func (i Item) Moves() (out []ItemMove) {
	for _, m := range ItemPersonMoves {
		if i.May(m) {
			out = append(out, m)
		}
	}
	return out
}
