using System.Text.RegularExpressions;

namespace Assistant.Skills.Coaching;

/// <summary>
/// Words about a customer as the customer would have said them, roughly: "she says she wants to kill herself" as "I wants to kill myself". Readers that
/// know what customers say hear descriptions so.
/// </summary>
public static partial class FirstPerson
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>The words in the first person; where they are about nobody, as they are.</summary>
    public static string Of(string description)
    {
        var text = Reported().Replace(description.Trim(), "");
        text = ChinesePerson().Replace(text, "我");
        text = Being().Replace(text, "I'm");
        text = Self().Replace(text, "myself");
        text = Owner().Replace(text, "my");
        text = Object().Replace(text, "me");
        return Subject().Replace(text, "I");
    }

    [GeneratedRegex(@"^(the )?(customer|client|caller|person|cardholder|debtor)( said| says| asks| asked| tells me| told me| wants to know)( that| if| whether)?\b|^(客户|对方|他|她)(说|问|讲|表示|觉得|提到|告诉我)", Options)]
    private static partial Regex Reported();

    [GeneratedRegex("客户|对方|他|她", Options)]
    private static partial Regex ChinesePerson();

    [GeneratedRegex(@"\b(he|she|the customer|customer|the client|the caller)'s\b|\bthey're\b", Options)]
    private static partial Regex Being();

    [GeneratedRegex(@"\b(himself|herself|themselves)\b", Options)]
    private static partial Regex Self();

    [GeneratedRegex(@"\b(his|their)\b", Options)]
    private static partial Regex Owner();

    [GeneratedRegex(@"\b(him|them)\b", Options)]
    private static partial Regex Object();

    [GeneratedRegex(@"\b(he|she|they|(the )?(customer|client|caller))\b", Options)]
    private static partial Regex Subject();
}
