"""The kernel under Jupyter's own test suite for kernels, no sample left out."""

import unittest

import jupyter_kernel_test


class Kernel(jupyter_kernel_test.KernelTests):
    kernel_name = "gorgo"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "test")'

    completion_samples = [
        {"text": "strings.ToUp", "matches": {"ToUpper", "ToUpperSpecial"}},
        {"text": "fmt.Fprint", "matches": {"Fprint", "Fprintf", "Fprintln"}},
        {"text": "swit", "matches": {"switch"}},
    ]

    complete_code_samples = ["1 + 1", "x := 1", "func f() int { return 1 }", "for i := range 3 {\n\tfmt.Println(i)\n}"]
    incomplete_code_samples = ["func f() {", "fmt.Println(", "x := 1 +", "s := `raw", "if true {\n\tx := 1"]
    invalid_code_samples = ["func func", "x := )", "1 = = 2"]

    code_page_something = "fmt.Println?"
    code_generate_error = 'panic("test")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": 'strings.Repeat("ab", 2)', "result": '"abab"'},
        {"code": "[]int{1, 2}", "result": "[]int{1, 2}"},
        {"code": "7 * 7", "result": "49"},
    ]
    code_display_data = [
        {"code": 'display.Show(display.HTML("<b>test</b>"))', "mime": "text/html"},
        {"code": 'display.Show(display.Markdown("*test*"))', "mime": "text/markdown"},
    ]
    code_history_pattern = "6 ? 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "fmt.Println"
    code_clear_output = "display.Clear(false)"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "gorgo"
    support_iopub_welcome = True


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    result = program.result
    # A sample that is missing is skipped without a word: that is a failure too.
    print(result.testsRun, "run,", len(result.skipped), "skipped:", result.skipped)
    raise SystemExit(not result.wasSuccessful() or bool(result.skipped))
