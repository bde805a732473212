// This file explains syntax errors that people make who come from another
// language, or who are new to this one.

package check

import (
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// foreign are words that begin a statement in other languages, with what Go has
// instead.
var foreign = map[string]string{
	"while": "the loop is for: for condition { … }",
	"until": "the loop is for: for condition { … }",
	"loop":  "the loop is for: for { … } goes on until break",
	"do":    "the loop is for: for { …; if condition { break } }",

	"foreach": "for i, x := range xs { … } goes over a slice, map, string or channel",

	"def":      "func name(a int) int { … } declares a function",
	"fn":       "func name(a int) int { … } declares a function",
	"fun":      "func name(a int) int { … } declares a function",
	"function": "func name(a int) int { … } declares a function",
	"lambda":   "func(a int) int { return a + 1 } is a function value",

	"let":  "name := value declares a variable",
	"auto": "name := value declares a variable",
	"val":  "name := value declares a variable",

	"try":    "functions return errors: x, err := f(), then if err != nil { … }",
	"catch":  "functions return errors: x, err := f(), then if err != nil { … }",
	"except": "functions return errors: x, err := f(), then if err != nil { … }",
	"throw":  "functions return errors: return err; panic(…) gives up",
	"raise":  "functions return errors: return err; panic(…) gives up",

	"class": "type Name struct { … } declares a type, func (x Name) Method() { … } a method",
	"enum":  "type Name int and a group of constants with iota make an enumeration",

	"elif":      "else if stands on the line of the closing brace: } else if condition {",
	"elsif":     "else if stands on the line of the closing brace: } else if condition {",
	"elseif":    "else if stands on the line of the closing brace: } else if condition {",
	"pass":      "a block may be empty: { }",
	"del":       "delete(m, key) takes a key out of a map",
	"assert":    "if !condition { panic(…) }",
	"from":      "import \"path\" imports a package",
	"using":     "import \"path\" imports a package",
	"include":   "import \"path\" imports a package",
	"print":     printCall,
	"println":   printCall,
	"echo":      "fmt.Println(…) prints",
	"puts":      "fmt.Println(…) prints",
	"public":    "names that begin with a capital letter are public; type Name struct { … } declares a type",
	"private":   "names that begin with a small letter are private; type Name struct { … } declares a type",
	"protected": "names that begin with a small letter are private; type Name struct { … } declares a type",
	"static":    "functions stand by themselves: func name() { … }; a variable of the top level lives as long as the notebook",

	"await": "a call waits until it is done; go f() does not",
	"async": "go f() calls a function in a goroutine of its own",
	"yield": "a function with a parameter yield func(T) bool can be ranged over: iter.Seq",
}

const printCall = "a call has parentheses: fmt.Println(…)"

// typeWords are the names of types in other languages.
var typeWords = map[string]string{
	"float": "float64", "double": "float64", "long": "int64", "short": "int16", "char": "rune", "boolean": "bool",
	"str": "string", "String": "string", "Integer": "int", "Int": "int", "object": "any", "Object": "any", "void": "no result",
	"unsigned": "uint", "number": "float64", "i32": "int32", "i64": "int64", "u8": "uint8", "f32": "float32", "f64": "float64",
}

// A syntaxCase is a syntax error with what to do about it. Empty patterns fit all.
type syntaxCase struct {
	msg    *regexp.Regexp // of the message
	before *regexp.Regexp // of the cell's text before the error
	after  *regexp.Regexp // of the cell's text from the error on
	hint   string
}

func rx(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }

var syntaxCases = []syntaxCase{
	{rx(`^more than one character in rune literal`), nil, nil, `text stands in double quotes: "text"`},
	{rx(`^newline in string`), nil, nil, "a string ends on its line; one between backquotes goes over several"},
	{rx(`U\+003F '\?'`), nil, nil, "there is no ?: operator: if condition { … } else { … }"},
	{rx(`cannot use assignment .* as value`), nil, nil, "== compares, = assigns"},
	{rx(`unexpected newline, expected \{`), nil, rx(`^\s*\n\s*\{`), "the { stands at the end of the line before"},
	{rx(`unexpected newline, expected \{ after (for|if|switch) clause`), nil, nil, "a block stands in braces: for condition { … }, and the { at the end of the line"},
	{rx(`unexpected \{, expected \(`), rx(`func\s+\w+\s*$`), nil, "a function has parentheses, also without parameters: func name() { … }"},
	{rx(`unexpected \{, expected \[`), rx(`\bmap\s*$`), nil, "the type of a map names those of its keys and values: map[string]int{…}"},
	{rx(`unexpected \{ at end of statement`), rx(`\bvar\s+\w+\s+[^=\n]+$`), nil, "a value stands behind =: var m = map[string]int{}"},
	{rx(`unexpected \{, expected expression`), rx(`\b(go|defer)\s+$`), nil, "call a function: go func() { … }()"},
	{rx(`unexpected = in parameter list`), nil, nil, "parameters have no default values"},
	{rx(`unexpected =, expected ==`), rx(`\w\([^(){}\n]*$`), nil, "arguments have no names; they stand in the order of the parameters: f(1)"},
	{rx(`unexpected =, expected expression`), rx(`[=!]=\s*$`), nil, "== compares, != compares for being different"},
	{rx(`unexpected keyword \w+, expected name`), nil, nil, "that is a word of the language and cannot be a name"},
	{rx(`unexpected :?=, expected \(`), rx(`(^|\n)\s*func\s*$`), nil, "func is a word of the language and cannot be a name"},
	{rx(`^newline in rune literal`), nil, nil, `text stands in double quotes: "text"`},
	{rx(`^unknown escape`), nil, nil, `\\ stands for a backslash; text between backquotes is taken as it is`},
	{rx(`unexpected literal ".* at end of statement`), rx(`["\x60]\s*$`), nil, "+ joins text"},
	{rx(`U\+0023 '#'`), nil, rx(`^#\s*include`), foreign["include"]},
	{rx(`unexpected keyword else`), rx(`\}\s*\n\s*$`), nil, "else stands on the line of the closing brace: } else {"},
	{rx(`unexpected name (in|of), expected \{`), rx(`for\s+\S+\s+$`), nil, "for _, x := range xs { … } goes over a slice, for i := range 10 { … } counts"},
	{rx(`unexpected name \S+, expected \(`), rx(`func\s+$`), nil, "within a function, a function is a variable: name := func(…) { … }"},
	{rx(`unexpected keyword import`), nil, nil, "imports stand at the top level of a cell"},
	{rx(`missing import path`), nil, nil, `the path stands in quotes: import "fmt"`},
	{rx(`unexpected (comma|literal \S+)[;,] expected (\]|type)`), rx(`(:=|=|\(|,|return)\s*\[[^\]]*$`), nil, "a list has its type in front: []int{1, 2, 3}"},
	{rx(`unexpected literal \S+, expected type`), rx(`\[\]\w+\[$`), nil, "the elements stand in braces: []int{1, 2, 3}"},
	{rx(`unexpected \{, expected expression`), nil, nil, "a list, map or struct has its type in front: []int{…}, map[string]int{…}"},
	{rx(`literal ".* in argument list`), rx(`\b[fF]$`), nil, `fmt.Sprintf("… %v", x) puts values into text`},
	{rx(`unexpected comma`), rx(`struct\s*\{[^}]*$`), nil, "fields stand on lines of their own, or have a ; between them"},
	{rx(`unexpected comma at end of statement`), rx(`var\s+\w+\s+\S+$`), nil, "one var for each type, or a group: var ( x int; y string )"},
	{rx(`unexpected :, expected type`), rx(`struct\s*\{[^}]*$`), nil, "the type follows the field's name without a colon"},
	{rx(`unexpected (\+\+|--)`), nil, nil, "++ and -- are statements and have no value"},
	{rx(`at end of statement`), rx(`(\+\+|--)\s*$`), nil, "++ and -- are statements and have no value"},
	{rx(`unexpected newline in composite literal`), nil, nil, "the last element has a comma, too, if the } is on a line of its own"},
	{rx(`^expression in (go|defer) must be function call`), nil, nil, "call it: f(), or func() { … }()"},
	{rx(`unexpected name \S+ at end of statement`), rx(`(^|\s)new\s+$`), nil, "T{…} makes a value, &T{…} a pointer to one"},
	{rx(`U\+0023 '#'`), nil, nil, "a comment begins with //"},
	{rx(`unexpected :=`), rx(`\b(const|var)\s[^\n]*$`), nil, "after const and var stands =; x := 5 needs neither"},
	{rx(`unexpected name (and|or)\b`), nil, nil, "&& is and, || is or, ! is not"},
	{rx(`unexpected name \S+( at end of statement|, expected \{)`), rx(`\bnot\s+$`), nil, "&& is and, || is or, ! is not"},
	{rx(`unexpected name then\b`), nil, nil, "a block stands in braces: if condition { … }"},
	{rx(`illegal label declaration`), nil, rx(`^:|^\s*\n`), "a block stands in braces: if condition { … }"},
	{rx(`unexpected (name|literal|keyword) \S+( at end of statement|, expected \{)`), rx(`(^|\n)\s*(if|for)\b[^{\n]*\)\s*$`), nil, "a block stands in braces: if condition { … }"},
	{rx(`unexpected >`), rx(`<\s*$`), nil, "!= compares for being different"},
	{rx(`unexpected >`), rx(`=\s*$`), nil, "func(x int) int { return x + 1 } is a function value"},
	{rx(`unexpected keyword for, expected \]`), nil, nil, "a loop makes a list: for _, x := range xs { ys = append(ys, x) }"},
	{rx(`unexpected keyword if at end of statement`), nil, nil, "if is a statement and has no value: if condition { x = 1 } else { x = 2 }"},
	{rx(`unexpected (literal|name) .* at end of statement`), rx(`(^|\n)\s*\pL\w*\.\w+\s+$`), nil, "a call has parentheses: f(x)"},
	{rx(`unexpected =(, expected ==| in composite literal)`), rx(`\{[^}\n]*$`), nil, "a field has a colon: P{X: 1}"},
	{rx(`unexpected name \S+, expected \{`), rx(`(^|\n)\s*(struct|interface)\s+$`), nil, "a type is declared by type: type T struct { … }, type I interface { … }"},
	{rx(`unexpected \{ in type declaration`), rx(`type\s+\w+\s+$`), nil, "the kind of type stands in front of the braces: type T struct { … }"},
	{rx(`unexpected \., expected \(`), rx(`func\s+\w+$`), nil, "func (x T) Method() { … } is a method"},
	{rx(`unexpected =`), rx(`struct\s*\{[^}]*$`), nil, "a field has no value of its own; a function that makes the struct sets it"},
	{rx(`unexpected keyword range`), nil, nil, "range belongs to a loop: for i, x := range xs { … }"},
	{rx(`unexpected (literal|name) \S+, expected \}`), rx(`switch[^{]*\{\s*$`), nil, "a branch begins with case: case 1:"},
	{rx(`unexpected name as\b`), rx(`import\s+"[^"]*"\s*$`), nil, `the name stands in front: import f "fmt"`},
	{rx(`unexpected :=, expected \)`), rx(`\b(for|if|switch)\s*\(\w+\s*$`), nil, "no parentheses stand around the head of for, if and switch: for i := 0; i < 10; i++ { … }"},
	{rx(`unexpected name \S+ at end of statement`), rx(`(^|[\n;={(,]|\breturn)\s*(len|cap|append|make|delete|copy|min|max|panic|close)\s+$`), nil, "a call has parentheses: len(x)"},
	{rx(`unexpected \)$`), nil, rx(`^\)\s*($|\n)`), "there is one ) more than there are ("},
	{rx(`missing type constraint`), nil, nil, "a type parameter has a constraint: [T any]"},
}

// lastLine is what stands behind the last line break.
func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// firstWord is the first identifier of a line.
var firstWord = rx(`^\s*(?:\}\s*)?([\pL_]\w*)`)

// syntaxHint says what to do about a syntax error, "" if that is not known.
func syntaxHint(t *text, e *Error) string {
	before, after := t.Text[:e.offset], t.Text[e.offset:]
	for _, c := range syntaxCases {
		if c.msg.MatchString(e.Msg) && (c.before == nil || c.before.MatchString(before)) && (c.after == nil || c.after.MatchString(after)) {
			return c.hint
		}
	}
	if !strings.HasPrefix(e.Msg, "syntax error: unexpected ") {
		return ""
	}
	m := firstWord.FindStringSubmatch(e.SourceLine)
	if m == nil || token.IsKeyword(m[1]) {
		return ""
	}
	word, name := m[1], strings.TrimPrefix(e.Msg, "syntax error: unexpected name ")
	if _, isType := types.Universe.Lookup(word).(*types.TypeName); (isType || typeWords[word] != "") && name != e.Msg {
		name, _, _ = strings.Cut(name, " ")
		if alias := typeWords[word]; alias != "" {
			word = alias
		}
		return "the type stands behind the name: var " + name + " " + word
	}
	if typ, _, _ := strings.Cut(name, " "); name != e.Msg && strings.TrimSpace(lastLine(before)) == word {
		if _, isType := types.Universe.Lookup(typ).(*types.TypeName); isType {
			return "var " + word + " " + typ + " = … declares a variable of a type, " + word + " := … one of its value's type"
		}
	}
	if hint := foreign[word]; hint != "" && (hint != printCall || !strings.Contains(e.Msg, " in argument list")) {
		return hint
	}
	if m := regexp.MustCompile(`\b(catch|except|finally)\b`).FindString(e.Msg); m != "" {
		return foreign["try"]
	}
	return ""
}
