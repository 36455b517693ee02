using System.Text.RegularExpressions;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Prompts;

/// <summary>Reads <c>prompts/knowledge/topics.yaml</c>: approved answers, and by which words a question for one is known.</summary>
/// <param name="Topics">The topics.</param>
/// <param name="Heard">Patterns by topic.</param>
public sealed record TopicFiles(IReadOnlyList<Topic> Topics, IReadOnlyList<(string Id, IReadOnlyList<Regex> Patterns)> Heard)
{
    /// <summary>Laws every topic has an answer for.</summary>
    public static readonly IReadOnlyList<string> Laws = ["CN", "US", "GB"];

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="PromptException">File, line and what to correct.</exception>
    public static TopicFiles Read(PromptFolder prompts)
    {
        var file = prompts.File("knowledge/topics.yaml");
        var (topics, heard, taken) = (new List<Topic>(), new List<(string, IReadOnlyList<Regex>)>(), new HashSet<string>());
        foreach (var item in Yaml.Read(file.Path, file.Name).Only("topics")["topics"].Items)
        {
            item.Only("id", "intents", "heard", "source", "basis", "checked_on", "then", "laws", "anyone");
            if (item["basis"].Text is not ("text" or "digest" or "memory"))
                throw item["basis"].Wrong("the basis is text, digest or memory.");
            var laws = item["laws"].Only([.. Laws]);
            var topic = new Topic(item["id"].Text, Texts(item["intents"]), item["checked_on"].Day, item["source"].Text, Texts(item["then"]),
                Laws.ToDictionary(law => law, law => new TopicAnswer(laws[law].Only("says", "uses")["says"].Text, Texts(laws[law]["uses"]))))
            { IsForAnyone = item.Find("anyone")?.Flag == true };
            foreach (var intent in topic.Intents.Append(topic.Id).Where(intent => !taken.Add(intent)))
                throw item.Wrong($"'{intent}' is answered by two topics.");
            if (!topic.Id.StartsWith("know_", StringComparison.Ordinal))
                throw item["id"].Wrong("the id of a topic begins with know_.");
            topics.Add(topic);
            heard.Add((topic.Id, [.. item["heard"].Items.Select(item => item.Pattern())]));
        }

        return new(topics, heard);
    }

    private static List<string> Texts(Yaml list) => [.. list.Items.Select(item => item.Text)];
}
