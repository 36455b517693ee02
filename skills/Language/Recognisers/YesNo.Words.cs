using System.Collections.Frozen;

namespace Assistant.Skills.Language.Recognisers;

/// <content>The words, and how they are kept: by their first two letters, longest first, so that the longest wins.</content>
public static partial class YesNo
{
    /// <summary>Most characters that may follow a Chinese answer and still be a part of it.</summary>
    private const int ChineseTail = 2;

    private const string Particles = "啊阿呀哇吧呢哦噢喔啦了嘛的呐哈呗嘞咯哟喽耶";

    private const string EnglishYes =
        "yes,yep,yup,yeah,yea,yah,yess,yesss,ya,aye,uh huh,sure,sure thing,ok,okay,okey,okie,okey dokey,okie dokie,alright,all right,"
        + "agree,agreed,absolutely,definitely,certainly,indeed,exactly,precisely,affirmative,of course,"
        + "no problem,no worries,for sure,by all means,you bet,sounds good,why not,with pleasure,true";

    private const string EnglishNo =
        "no,nope,nop,nah,nay,naw,no way,no thanks,no thank you,not at all,of course not,absolutely not,definitely not,certainly not,"
        + "not really,not yet,not now,disagree,disagreed,false,by no means,not correct,not true,"
        + "don't agree,do not agree,doesn't agree,not agree,not agreed,can't agree,cannot agree";

    /// <summary>Denials that say "no" with two words, and so outweigh a bare one.</summary>
    private const string EnglishFuller = "not ok,not okay,not okey,not alright,not all right";

    /// <summary>An answer only by themselves: in a sentence they mean other things.</summary>
    private const string EnglishYesAlone = "y,k,kk,correct,that's correct,that is correct,confirmed,gladly,i agree,right,that's right,fine,good,great,perfect,deal,done,that's fine,that works,i do,i am,i will,i did,i have,i can,please do,go ahead";

    private const string EnglishNoAlone = "n,not,never,negative,wrong,incorrect,that's not right,that is wrong,i refuse,i don't,i do not,i won't,i will not,i can't,i cannot,i'm not,i am not,i didn't,i did not,i haven't,that's wrong";

    /// <summary>What only looks like an answer.</summary>
    private const string EnglishNothing = "not sure,make sure,makes sure,making sure,made sure,no one,no idea,no longer,no matter,no sooner,true or false,yes or no";

    private const string ChineseYes =
        "是,是的,對,对,對的,对的,沒錯,没错,好,好的,好滴,可以,可以的,可,能,行,中,成,没问题,沒問題,没有问题,沒有問題,没事,沒事,嗯,嗯嗯,恩,唔,当然,當然,当然可以,當然可以,当然是,當然是,"
        + "同意,我同意,赞成,贊成,赞同,贊同,肯定,肯定的,肯定是,确定,確定,确认,確認,确实,確實,正确,正確,正是,可行,可以可以,是是,是是是,对对,對對,对对对,對對對,好好,好好好,行行,行行行,"
        + "愿意,願意,我愿意,我願意,接受,有,要,需要,想,会,會,会的,會的,真,真的,当然好,當然好,太好了,明白,知道了,收到,"
        + "ok,okay,okey,yes,yeah,yep,yup,sure,y,true";

    private const string ChineseNo =
        "不,不是,不是的,不对,不對,不行,不可以,不可,不能,不好,不中,不成,不要,不用,不用了,不需要,不同意,我不同意,不赞成,不贊成,不赞同,不贊同,不确定,不愿意,不願意,我不愿意,我不願意,不想,不会,不會,"
        + "不接受,不正确,不正確,不必,不必了,不许,不許,不准,不干,不行不行,不不,不不不,否,否定,否定的,反对,反對,拒绝,拒絕,没有,沒有,没,沒,还没有,還沒有,还没,還沒,别,別,不了,当然不,當然不,当然不是,當然不是,"
        + "绝不,絕不,绝对不行,絕對不行,肯定不,肯定不是,没门,沒門,错,錯,错误,錯誤,假,假的,才不,才不是,并不,並不,并不是,並不是,甭,无,無,"
        + "no,nope,nop,nah,n,false";

    private const int Letters = 26;

    private static readonly Wording[][] ByStart = Arrange();

    private static readonly FrozenDictionary<string, bool> ChineseWordings =
        Of(ChineseYes, Says.Yes).Concat(Of(ChineseNo, Says.No)).ToFrozenDictionary(wording => wording.Words, wording => wording.Says is Says.Yes);

    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> IsChineseYes =
        ChineseWordings.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int ChineseLongest = ChineseWordings.Keys.Max(words => words.Length);

    private static Wording[][] Arrange()
    {
        Wording[] all =
        [
            .. Of(EnglishNothing, Says.Nothing), .. Of(EnglishYes, Says.Yes), .. Of(EnglishNo, Says.No), .. Of(EnglishFuller, Says.No, weight: 2),
            .. Of(EnglishYesAlone, Says.Yes, alone: true), .. Of(EnglishNoAlone, Says.No, alone: true),
        ];
        var byStart = all.ToLookup(wording => Start(wording.Words[0] - 'a', wording.Words.Length > 1 ? wording.Words[1] : '\0'));
        return [.. Enumerable.Range(0, Letters * (Letters + 1)).Select(start => byStart[start].OrderByDescending(wording => wording.Words.Length).ToArray())];
    }

    /// <summary>Where words are kept that begin with this letter and this character: nearly every word of a text finds nothing there.</summary>
    private static int Start(int first, char second) => (first * (Letters + 1)) + (char.IsAsciiLetterLower(second) ? second - 'a' : Letters);

    private static IEnumerable<Wording> Of(string words, Says says, int weight = 1, bool alone = false) =>
        words.Split(',').Select(word => new Wording(word, says, weight, alone));
}
