// This file lists what lowered code sees as package rt, and the functions of
// compiled packages that are replaced for it.

package runtime

import (
	"reflect"
	"strings"
	"unsafe"
)

// Symbols are the members of package rt that every program may use.
func (r *Runtime) Symbols() map[string]reflect.Value {
	m := map[string]reflect.Value{
		"Stop":          r.stopFlag(),
		"Frame":         reflect.ValueOf((*Frame)(nil)),
		"UnsafePointer": reflect.ValueOf((*unsafe.Pointer)(nil)),
	}
	for name, f := range map[string]any{
		// types and interfaces
		"Box": r.box, "Cast": r.cast, "CastP": r.castPointer, "Is": r.is, "As": r.as, "As2": r.as2, "Un": r.un,
		"JSONDecode": r.jsonDecode, "GobDecode": r.gobDecode, "SetValue": r.setValue, "Implements": r.typeImplements, "AssignableTo": r.typeAssignable, "ConvertibleTo": r.typeConvertible,
		"NumMethod": r.typeNumMethod, "Method": r.typeMethod, "MethodByName": r.typeMethodByName, "Methods": r.typeMethods,
		"ValueNumMethod": r.valueNumMethod, "ValueMethod": r.valueMethod, "ValueMethodByName": r.valueMethodByName,
		"IsI": r.isI, "AsI": r.asI, "AsI2": r.asI2, "ToAny": toAny, "AnyB": boolAny, "Eq": equal, "IsNil": isNil,
		"NotNil": notNil, "NilRecv": nilReceiver, "NilDeref": nilPanic, "Str": loadString, "Named": r.named, "Bound": boundMethod,
		// functions, panics, goroutines
		"NewFrame": r.newFrame, "Pending": r.pendingFrame, "Panic": throw, "Refuse": refuse, "Go": r.start, "Poll": r.poll,
		"Enter": r.enterVersion, "Current": r.setCurrent, "BadRange": BadRange,
		"NewSel": r.newSelect,
		// built-in functions and conversions
		"Print": r.print, "Println": r.println, "FileWrite": r.fileWrite, "FileWriteString": r.fileWriteString, "PrintI": interfaceWords, "Clear": clearValue,
		"LogTo": logTo, "LogOutput": logOutput, "LogDepth": r.logDepth,
		"MinF": minFloat, "MaxF": maxFloat, "C64": makeComplex64, "C128": makeComplex128,
		"Complex64": complexOf32, "Complex128": complexOf64, "Real64": real64, "Real128": real128,
		"Imag64": imag64, "Imag128": imag128, "Shift": shiftCount, "Rune": decodeRune, "RuneStr": runeString,
		"ArrLen": arrayLen, "ArrPtr": r.arrayPointer, "MkLen": makeLen, "MkLC": makeLenCap, "MkChan": makeChan,
		"Bool": same,
		// package unsafe
		"P2U": pointerToUintptr, "U2P": uintptrToPointer, "P2P": toPointer, "SamePtr": samePointer, "UAdd": unsafeAdd, "Uintptr": variable,
		"UString": unsafeString, "UStringData": unsafeStringData, "USliceData": unsafeSliceData, "USlice": unsafeSlice,
		"ULen": unsafeLen,
		// waiting
		"FuncPointer": r.valuePointer,
		"Lock":        r.lockMutex, "LockRW": r.lockRW, "RLockRW": r.rlockRW, "WaitGroup": r.waitGroup, "WaitGroupGo": r.waitGroupGo,
	} {
		m[name] = reflect.ValueOf(f)
	}
	variable := func(name string, v any) {
		p := reflect.New(reflect.TypeFor[any]())
		if v != nil {
			p.Elem().Set(reflect.ValueOf(v))
		}
		m[name] = p.Elem()
	}
	variable("AnyTrue", true)
	variable("AnyFalse", false)
	variable("NilAny", nil)
	for name, v := range map[string]bool{"True": true, "False": false} {
		p := reflect.New(reflect.TypeFor[bool]())
		p.Elem().SetBool(v)
		m[name] = p.Elem()
	}
	return m
}

// Override is the function that lowered code calls in place of a compiled one.
func (r *Runtime) Override(name string) (reflect.Value, bool) {
	if name, ok := strings.CutPrefix(name, "fmt."); ok {
		return r.printer(name)
	}
	var f any
	switch name {
	case "time.Sleep":
		f = r.sleep
	case "errors.As":
		f = r.errorsAs
	case "encoding/json.Unmarshal":
		f = r.jsonUnmarshal
	case "log/slog.NewTextHandler":
		f = r.slogText
	case "log/slog.NewJSONHandler":
		f = r.slogJSON
	case "log.New":
		f = logNew
	case "log.Default":
		f = logDefault
	case "log.SetFlags":
		f = logSetFlags
	case "log.SetOutput":
		f = logSetOutput
	case "log.Writer":
		f = logDefaultTo
	case "log.Output":
		f = r.logDefaultDepth
	case "time.AfterFunc":
		f = r.afterFunc
	case "runtime.GC":
		f = r.collect
	case "runtime/debug.FreeOSMemory":
		f = r.freeMemory
	case "runtime.Caller":
		f = r.caller
	case "runtime.Callers":
		f = r.callers
	case "runtime.CallersFrames":
		f = r.callersFrames
	case "runtime.FuncForPC":
		f = r.funcForPC
	case "runtime.Stack":
		f = r.stackInto
	case "runtime/debug.Stack":
		f = r.stackText
	case "runtime/debug.PrintStack":
		f = r.printStack
	default:
		return reflect.Value{}, false
	}
	return reflect.ValueOf(f), true
}

// Method is the function of package rt that takes the place of a compiled
// method, "" when there is none. Its first parameter is the method's receiver.
func Method(typ, name string) string {
	switch typ + "." + name {
	case "reflect.Value.Pointer":
		return "rt.FuncPointer"
	case "sync.Mutex.Lock":
		return "rt.Lock"
	case "sync.RWMutex.Lock":
		return "rt.LockRW"
	case "sync.RWMutex.RLock":
		return "rt.RLockRW"
	case "sync.WaitGroup.Wait":
		return "rt.WaitGroup"
	case "sync.WaitGroup.Go":
		return "rt.WaitGroupGo"
	case "encoding/json.Decoder.Decode":
		return "rt.JSONDecode"
	case "encoding/gob.Decoder.Decode":
		return "rt.GobDecode"
	case "reflect.Value.Set":
		return "rt.SetValue"
	case "log.Logger.SetOutput":
		return "rt.LogTo"
	case "log.Logger.Writer":
		return "rt.LogOutput"
	case "log.Logger.Output":
		return "rt.LogDepth"
	case "reflect.Value.NumMethod", "reflect.Value.Method", "reflect.Value.MethodByName":
		return "rt.Value" + name
	case "os.File.Write":
		return "rt.FileWrite"
	case "os.File.WriteString":
		return "rt.FileWriteString"
	}
	return ""
}
