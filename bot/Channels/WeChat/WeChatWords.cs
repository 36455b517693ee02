using System.Text;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.WeChat;

/// <summary>One text to be sent, and where the parcel stands after it.</summary>
/// <param name="Text">At most 2,048 bytes.</param>
/// <param name="To">End of what it holds.</param>
public sealed record WeChatLetter(string Text, Position To);

/// <summary>
/// Puts activities into the plain texts that WeChat shows: several short ones in one message, since each message counts against a quota; choices as a numbered
/// list under the last of them; a long one in parts.
/// </summary>
public sealed class WeChatWords(PageTexts texts)
{
    /// <summary>The next text of a parcel.</summary>
    /// <param name="parcel">What waits.</param>
    /// <param name="may">Whether an activity's words may be sent this way; the first that may not ends the text.</param>
    /// <param name="hint">Key of the line that says how to get what is left; null where it comes by itself.</param>
    /// <returns>Null when the first activity with words may not be sent; an empty text when none has any.</returns>
    public WeChatLetter? Next(Parcel parcel, Func<Activity, string, bool> may, string? hint)
    {
        var locale = Locales.Of(parcel.Activities[^1].Activity.Locale) ?? Locales.Chinese;
        var room = WeChatText.MostBytes - (hint is null ? 0 : Encoding.UTF8.GetByteCount(Hint(locale, hint)));
        var (text, to) = (new StringBuilder(), parcel.From);
        for (var i = 0; i < parcel.Activities.Count; i++)
        {
            var (seq, activity) = parcel.Activities[i];
            var words = Show(activity, i == parcel.Activities.Count - 1);
            var rest = seq == parcel.From.Seq ? words[Math.Min(parcel.From.Chars, words.Length)..] : words;
            if (rest.Length > 0 && !may(activity, rest))
                return text.Length == 0 && i == 0 ? null : Letter(to);
            var joint = text.Length > 0 && rest.Length > 0 ? "\n\n" : "";
            if (Encoding.UTF8.GetByteCount(text.ToString()) + joint.Length + Encoding.UTF8.GetByteCount(rest) <= room)
            {
                text.Append(joint).Append(rest);
                to = new(seq + 1);
                continue;
            }

            if (text.Length > 0)
                return Letter(to);
            var first = WeChatText.Split(rest, room)[0];
            text.Append(first.Text);
            return Letter(new(seq, (seq == parcel.From.Seq ? parcel.From.Chars : 0) + first.End));
        }

        return Letter(to);

        WeChatLetter Letter(Position end)
        {
            var hasMore = end.Seq <= parcel.Activities[^1].Seq;
            return new(hasMore && hint is not null && text.Length > 0 ? text + Hint(locale, hint) : text.ToString(), end);
        }
    }

    /// <summary>A text of the channel itself.</summary>
    public string Text(string locale, string key) => texts.Get(locale, "wechat." + key);

    /// <summary>The words of an activity; empty for events, which nobody reads.</summary>
    private string Show(Activity activity, bool isLast) =>
        activity is not { Type: "message", Text.Length: > 0 } ? "" : PlainForm.Words(activity, texts) + (isLast ? PlainForm.Choices(activity, texts) : "");

    private string Hint(string locale, string key) => "\n\n" + Text(locale, key);
}
